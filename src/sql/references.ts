import type { WrittenName } from '../core/name.js';
import { type Expression, expressionsOf, type Query, type References, type TypeName, walk } from './expression.js';

export const noReferences: References = { relations: [], functions: [], types: [], columns: [], dynamic: false };

/** The names that a query or some expressions speak of, each once, in the order in which they are met. */
export function referencesOf(source: Query | readonly Expression[]): References {
  const collected: Collected = { relations: new Map(), functions: new Map(), types: new Map(), columns: new Set() };
  if (isQuery(source)) collectRelations(source, collected);
  for (const expression of isQuery(source) ? expressionsOf(source) : source) {
    for (const part of walk(expression)) collect(part, collected);
  }
  return toReferences(collected, false);
}

/** References made of bare names. */
export function namedReferences(names: Partial<References>): References {
  return mergeReferences([{ ...noReferences, ...names }]);
}

/** All of them as one, each name once. */
export function mergeReferences(many: readonly References[]): References {
  const collected: Collected = { relations: new Map(), functions: new Map(), types: new Map(), columns: new Set() };
  const modified = new Map<string, WrittenName>();
  for (const { relations, functions, types, columns, modifies = [] } of many) {
    for (const name of modifies) add(modified, name);
    for (const name of relations) add(collected.relations, name);
    for (const name of functions) add(collected.functions, name);
    for (const name of types) add(collected.types, name);
    for (const column of columns) collected.columns.add(column);
  }
  const merged = toReferences(
    collected,
    many.some((one) => one.dynamic),
  );
  return modified.size === 0 ? merged : { ...merged, modifies: [...modified.values()] };
}

interface Collected {
  readonly relations: Map<string, WrittenName>;
  readonly functions: Map<string, WrittenName>;
  readonly types: Map<string, WrittenName>;
  readonly columns: Set<string>;
}

const isQuery = (source: Query | readonly Expression[]): source is Query => !Array.isArray(source);

const toReferences = ({ relations, functions, types, columns }: Collected, dynamic: boolean): References => ({
  relations: [...relations.values()],
  functions: [...functions.values()],
  types: [...types.values()],
  columns: [...columns],
  dynamic,
});

function add(names: Map<string, WrittenName>, { schema, name }: WrittenName): void {
  const key = JSON.stringify([schema ?? null, name]);
  if (!names.has(key)) names.set(key, schema === undefined ? { name } : { schema, name });
}

function collectRelations(query: Query, collected: Collected): void {
  for (const relation of [...query.relations, ...query.modifies]) add(collected.relations, relation);
}

function collect(expression: Expression, collected: Collected): void {
  switch (expression.kind) {
    case 'column':
      collectColumn(expression.path, collected);
      return;
    case 'call':
      add(collected.functions, expression.name);
      collectSequence(expression.name.name, expression.arguments[0], collected);
      return;
    case 'cast':
      collectCast(expression.operand, expression.type, collected);
      return;
    case 'subquery':
      collectRelations(expression.query, collected);
      return;
    default:
  }
}

function collectColumn(path: readonly string[], collected: Collected): void {
  const column = path.at(-1);
  if (column !== undefined && column !== '*') collected.columns.add(column);
}

/** `'public.books'::regclass` names a relation. */
function collectCast(operand: Expression, type: TypeName, collected: Collected): void {
  add(collected.types, type);
  if (type.name === 'regclass') collectText(operand, collected);
}

function collectSequence(name: string, argument: Expression | undefined, collected: Collected): void {
  if (['nextval', 'currval', 'setval'].includes(name) && argument) collectText(argument, collected);
}

function collectText(expression: Expression, collected: Collected): void {
  if (expression.kind !== 'constant' || typeof expression.value !== 'string') return;
  const name = relationInText(expression.value);
  if (name) add(collected.relations, name);
}

const namePart = '"(?:[^"]|"")+"|[\\w$]+';
const dottedName = new RegExp(`^\\s*(?:${namePart})(?:\\s*\\.\\s*(?:${namePart}))*\\s*$`);

/** The relation that a text names for `regclass`: `public."Books"`. Nothing where the text is no name. */
export function relationInText(text: string): WrittenName | undefined {
  if (!dottedName.test(text)) return undefined;
  const parts = [...text.matchAll(/"((?:[^"]|"")+)"|([\w$]+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare?.toLowerCase() ?? '',
  );
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}
