import { formatQualified, type QualifiedName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import type { Delete, Insert, Select, Update } from '../sql/operation.js';
import { emptyRelation } from './columns.js';
import { applyDefaultPrivileges } from './privileges.js';
import { putRelation, relationAt, type Store } from './store.js';

const isBuckets = ({ schema, name }: Insert['table']): boolean => schema === 'storage' && name === 'buckets';

const constantOf = (expression: Expression | undefined): unknown =>
  expression?.kind === 'cast'
    ? constantOf(expression.operand)
    : expression?.kind === 'constant'
      ? expression.value
      : undefined;

const isTrue = (value: unknown): boolean => value === true || /^(?:t|true|on|yes|1)$/i.test(String(value));

function setPublic(store: Store, bucket: unknown, value: unknown): void {
  if (typeof bucket !== 'string' || value === undefined) return;
  if (isTrue(value)) store.publicBuckets.put(bucket, true);
  else store.publicBuckets.remove(bucket);
}

/** The rows of VALUES, in the order of the text; the expressions of an operation are in no order. */
function rowsOf({ columns, rows, source, expressions }: Insert): readonly (readonly Expression[])[] {
  if (source !== 'values') return [];
  const inOrder = expressions.toSorted((a, b) => a.span.start - b.span.start);
  return Array.from({ length: rows }, (_, row) => inOrder.slice(row * columns.length, (row + 1) * columns.length));
}

/** `INSERT INTO storage.buckets (id, name, public) VALUES ('covers', 'covers', true)`: its files need no sign-in. */
export function insertBuckets(store: Store, op: Insert): void {
  if (!store.options.supabase || !isBuckets(op.table)) return;
  const [id, isPublic] = [op.columns.indexOf('id'), op.columns.indexOf('public')];
  if (id < 0 || isPublic < 0) return;
  for (const row of rowsOf(op)) setPublic(store, constantOf(row[id]), constantOf(row[isPublic]));
}

const textsIn = (where: Expression | undefined): readonly unknown[] =>
  where === undefined ? [] : [...walk(where)].map(constantOf).filter((value) => typeof value === 'string');

/** `UPDATE storage.buckets SET public = false WHERE id = 'covers'`. */
export function updateBuckets(store: Store, op: Update): void {
  if (!store.options.supabase || !isBuckets(op.table) || !op.columns.includes('public')) return;
  const values = op.expressions.toSorted((a, b) => a.span.start - b.span.start);
  const value = constantOf(values[op.columns.indexOf('public')]);
  const named = op.where === undefined ? [...store.publicBuckets.keys()] : textsIn(op.where);
  for (const bucket of named) setPublic(store, bucket, value);
}

export function deleteBuckets(store: Store, op: Delete): void {
  if (!store.options.supabase || !isBuckets(op.table)) return;
  for (const bucket of textsIn(op.where)) setPublic(store, bucket, false);
}

const makers: ReadonlySet<string> = new Set(['create', 'create_unlogged', 'create_non_partitioned']);

/** `SELECT pgmq.create('mails')` makes the tables pgmq.q_mails and pgmq.a_mails, `pgmq.drop_queue` drops them. */
export function changeQueues(store: Store, op: Select): void {
  for (const { expression } of op.query.columns) {
    if (expression.kind !== 'call' || expression.name.schema !== 'pgmq') continue;
    const queue = constantOf(expression.arguments[0]);
    if (typeof queue !== 'string') continue;
    const tables = ['q', 'a'].map((prefix) => ({ schema: 'pgmq', name: `${prefix}_${queue.toLowerCase()}` }));
    if (makers.has(expression.name.name)) for (const table of tables) makeQueueTable(store, table, op);
    else if (expression.name.name === 'drop_queue')
      for (const table of tables) store.relations.remove(formatQualified(table));
  }
}

function makeQueueTable(store: Store, name: QualifiedName, { span }: Select): void {
  if (relationAt(store, name) !== undefined) return;
  putRelation(store, { ...emptyRelation(name, 'table', store.state.unit), span, complete: false, managed: true });
  applyDefaultPrivileges(store, 'table', name);
}
