import type { QualifiedName } from '../core/name.js';
import type { Expression } from '../sql/expression.js';
import type { ConstraintDefinition, IndexElement } from '../sql/operation.js';
import type { Store } from './store.js';

// NAMEDATALEN - 1.
const maximumBytes = 63;
const encoder = new TextEncoder();
const bytes = (text: string): number => encoder.encode(text).length;

/** The longest beginning of whole characters that fits. */
function clip(text: string, limit: number): string {
  if (bytes(text) <= limit) return text;
  let clipped = '';
  let used = 0;
  for (const character of text) {
    used += bytes(character);
    if (used > limit) break;
    clipped += character;
  }
  return clipped;
}

/**
 * `table_columns_label`, the longer of the first two shortened until all fits into 63 bytes.
 * @see makeObjectName in PostgreSQL's src/backend/commands/indexcmds.c
 */
export function makeObjectName(first: string, second: string | undefined, label: string): string {
  const available = maximumBytes - bytes(label) - 1 - (second === undefined ? 0 : 1);
  let firstBytes = bytes(first);
  let secondBytes = second === undefined ? 0 : bytes(second);
  while (firstBytes + secondBytes > available) {
    if (firstBytes > secondBytes) firstBytes--;
    else secondBytes--;
  }
  const parts = [clip(first, firstBytes), second === undefined ? undefined : clip(second, secondBytes), label];
  return parts.filter((part) => part !== undefined).join('_');
}

/** The first name that is free: `users_a_idx`, `users_a_idx1`, `users_a_idx2`, … */
export function chooseName(
  first: string,
  second: string | undefined,
  label: string,
  isTaken: (name: string) => boolean,
): string {
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(first, second, pass === 0 ? label : `${label}${pass}`);
    if (!isTaken(name)) return name;
  }
}

/** Relations and indexes share one name space. */
export const isRelationNameTaken = (store: Store, schema: string, name: string): boolean => {
  const key = `${schema}.${name}`;
  return store.relations.has(key) || store.indexes.has(key);
};

/** `users_a_b` → joined until the name is full. */
function joinColumns(columns: readonly string[]): string {
  let joined = '';
  for (const column of columns) {
    joined += joined === '' ? column : `_${column}`;
    if (bytes(joined) > maximumBytes) break;
  }
  return joined;
}

/** What the server calls an expression in an index name. @see FigureIndexColname */
function expressionColumnName(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.path.at(-1) ?? 'expr';
    case 'call':
      return expression.name.name;
    case 'cast': {
      const inner = expressionColumnName(expression.operand);
      return inner === 'expr' ? expression.type.name : inner;
    }
    case 'subquery':
      return expression.form === 'exists' || expression.form === 'array' ? expression.form : 'expr';
    default:
      return 'expr';
  }
}

/** One name for each element, numbered where two are alike: `lower`, `expr`, `expr1`. */
function elementNames(elements: readonly IndexElement[]): readonly string[] {
  const names: string[] = [];
  for (const { column, expression } of elements) {
    const base = column ?? (expression ? expressionColumnName(expression) : 'expr');
    let name = base;
    for (let suffix = 1; names.includes(name); suffix++) name = `${base}${suffix}`;
    names.push(name);
  }
  return names;
}

export const indexName = (
  store: Store,
  table: QualifiedName,
  elements: readonly IndexElement[],
  include: readonly string[] = [],
  label = 'idx',
): string =>
  chooseName(table.name, joinColumns([...elementNames(elements), ...include]), label, (name) =>
    isRelationNameTaken(store, table.schema, name),
  );

/** The name that the server gives an index written without one, where nothing else has it. */
export const firstIndexName = (
  table: string,
  elements: readonly IndexElement[],
  include: readonly string[] = [],
): string => makeObjectName(table, joinColumns([...elementNames(elements), ...include]), 'idx');

/** The same of a unique constraint or a foreign key. */
export const firstKeyName = (table: string, columns: readonly string[], label: 'key' | 'fkey'): string =>
  makeObjectName(table, joinColumns(columns), label);

export const sequenceName = (store: Store, table: QualifiedName, column: string): string =>
  chooseName(table.name, column, 'seq', (name) => isRelationNameTaken(store, table.schema, name));

/** Name of a constraint that was written without one. `checkColumns`: the distinct columns that a CHECK speaks of. */
export function constraintName(
  store: Store,
  table: QualifiedName,
  definition: ConstraintDefinition,
  taken: ReadonlyMap<string, unknown>,
  checkColumns: readonly string[],
): string {
  const free = (second: string | undefined, label: string): string =>
    chooseName(table.name, second, label, (name) => taken.has(name));
  const freeRelation = (second: string | undefined, label: string): string =>
    chooseName(table.name, second, label, (name) => taken.has(name) || isRelationNameTaken(store, table.schema, name));
  switch (definition.type) {
    case 'primaryKey':
      return freeRelation(undefined, 'pkey');
    case 'unique':
      return freeRelation(joinColumns([...definition.columns, ...definition.include]), 'key');
    case 'exclusion':
      return freeRelation(joinColumns(elementNames(definition.elements)), 'excl');
    case 'foreignKey':
      return free(joinColumns(definition.columns), 'fkey');
    case 'notNull':
      return free(definition.column, 'not_null');
    case 'check':
      return free(checkColumns.length === 1 ? checkColumns[0] : undefined, 'check');
  }
}
