import type { Relation } from '../catalog/model.js';
import { formatQualified, type WrittenName } from '../core/name.js';
import { type Expression, type TypeName, walk } from '../sql/expression.js';
import type { Operation } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { relationsIn } from './expression-use.js';
import { expressionsIn } from './operation-expressions.js';
import { relationNamed } from './targets.js';

/** A value that ALTER TYPE … ADD VALUE brought cannot be used before the transaction has ended. */
export function enumErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  const { newEnumValues } = env.session;
  if (newEnumValues.size === 0) return [];
  const expressions = expressionsIn(op);
  if (expressions.length === 0) return [];
  const inReach = typesInReach(op, expressions, env);
  return expressions
    .flatMap((expression) => [...usedTexts(expression, undefined, env)])
    .flatMap(({ text, type }) => unsafeUse(text, type === undefined ? inReach : new Set([type]), newEnumValues));
}

function unsafeUse(
  text: string,
  types: ReadonlySet<string>,
  newValues: ReadonlyMap<string, ReadonlySet<string>>,
): readonly CertainError[] {
  for (const type of types) {
    if (newValues.get(type)?.has(text) !== true) continue;
    const name = type.slice(type.indexOf('.') + 1);
    return [{ sqlstate: '55P04', message: `unsafe use of new value "${text}" of enum type ${name}` }];
  }
  return [];
}

interface UsedText {
  readonly text: string;
  /** The type that it is cast to; absent where its place decides. */
  readonly type: string | undefined;
}

function* usedTexts(expression: Expression, type: string | undefined, env: EffectsEnvironment): Generator<UsedText> {
  if (expression.kind === 'constant') {
    if (typeof expression.value === 'string') yield { text: expression.value, type };
    return;
  }
  if (expression.kind === 'cast') {
    yield* usedTexts(expression.operand, typeKey(expression.type, env), env);
    return;
  }
  for (const part of walk(expression)) {
    if (part === expression) continue;
    if (part.kind === 'cast') yield* usedTexts(part.operand, typeKey(part.type, env), env);
    else if (part.kind === 'constant' && typeof part.value === 'string' && !isCastIn(expression, part)) {
      yield { text: part.value, type: undefined };
    }
  }
}

function isCastIn(expression: Expression, constant: Expression): boolean {
  for (const part of walk(expression)) if (part.kind === 'cast' && part.operand === constant) return true;
  return false;
}

function typeKey(type: TypeName, { catalog }: EffectsEnvironment): string {
  const found = catalog.type(type);
  return formatQualified(typeof found === 'string' ? catalog.resolve(type) : found.name);
}

/** Types of the columns that a bare text may be compared with or stored in. */
function typesInReach(op: Operation, expressions: readonly Expression[], env: EffectsEnvironment): ReadonlySet<string> {
  const own = op.kind === 'createTable' ? op.columns : op.kind === 'addColumn' ? [op.column] : [];
  const tables = [...tablesOf(op), ...relationsIn(expressions)];
  const relations = tables.flatMap((name) => relationNamed(env.catalog, name) ?? []);
  return new Set([
    ...own.map(({ type }) => typeKey(type, env)),
    ...relations.flatMap((relation) => columnTypes(relation, op).map((type) => typeKey(type, env))),
  ]);
}

function columnTypes(relation: Relation, op: Operation): readonly TypeName[] {
  const written = writtenColumns(op);
  return [...relation.columns.values()]
    .filter(({ name }) => written === undefined || written.includes(name))
    .map(({ type }) => type);
}

/** The columns that decide what a bare text means; absent where any may. */
function writtenColumns(op: Operation): readonly string[] | undefined {
  if (op.kind === 'setDefault') return [op.column];
  return op.kind === 'insert' && op.source === 'values' && op.columns.length > 0 ? op.columns : undefined;
}

function tablesOf(op: Operation): readonly WrittenName[] {
  switch (op.kind) {
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return [op.table, ...op.reads];
    case 'select':
    case 'createView':
    case 'createMaterializedView':
    case 'createTableAs':
      return op.query.relations;
    default:
      return 'table' in op && op.table !== undefined ? [op.table] : [];
  }
}
