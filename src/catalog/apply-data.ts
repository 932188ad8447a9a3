import type { WrittenName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import type { OperationOf } from '../sql/operation.js';
import { insertBuckets } from './platform-rows.js';
import { markEmptied, markPopulated } from './populated.js';
import { resolveRelation } from './resolve.js';
import { relationAt, type Store } from './store.js';

function fill(store: Store, name: WrittenName, writtenOut?: number): void {
  const resolved = resolveRelation(store, name);
  if (relationAt(store, resolved) !== undefined) markPopulated(store, resolved, writtenOut);
}

/**
 * The rows that it wrote out: those of VALUES, or the one of a SELECT that asks at most whether it is there already. In a
 * block, variables may stand for other rows each time.
 */
function rowsWrittenOut({ source, rows, reads, table, expressions, block }: OperationOf<'insert'>): number | undefined {
  const parts = (): readonly Expression[] => expressions.flatMap((expression) => [...walk(expression)]);
  if (block !== undefined && parts().some(({ kind }) => kind === 'column')) return undefined;
  if (source !== 'query') return source === 'values' ? rows : 1;
  const onlyItself = reads.every(({ schema, name }) => name === table.name && schema === table.schema);
  return onlyItself && !parts().some(makesRows) ? 1 : undefined;
}

const rowMakers: ReadonlySet<string> = new Set(['generate_series', 'unnest', 'regexp_split_to_table']);

const makesRows = (part: Expression): boolean =>
  part.kind === 'call' &&
  (rowMakers.has(part.name.name) ||
    /^jsonb?_(array_elements|to_recordset|populate_recordset|each)/.test(part.name.name));

export function insert(store: Store, op: OperationOf<'insert'>): void {
  fill(store, op.table, rowsWrittenOut(op));
  insertBuckets(store, op);
}
export const merge = (store: Store, op: OperationOf<'merge'>): void => fill(store, op.table);

export function copy(store: Store, op: OperationOf<'copy'>): void {
  if (op.direction === 'from' && op.table !== undefined) fill(store, op.table);
}

/** A condition may keep it from running, so that only a plain one counts. */
export function truncate(store: Store, op: OperationOf<'truncate'>): void {
  if (op.block?.conditional === true) return;
  for (const table of op.tables) markEmptied(store, resolveRelation(store, table));
}

/** From here on a name that is not known may belong to something that was made out of sight. */
export function goBlind(store: Store): void {
  if (store.state.blindSince === undefined) store.setState({ blindSince: store.state.unit });
}

export function doBlock(store: Store, op: OperationOf<'doBlock'>): void {
  if (!op.analysed) goBlind(store);
}
