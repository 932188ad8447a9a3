import type { WrittenName } from '../core/name.js';
import type { OperationOf } from '../sql/operation.js';
import { insertBuckets } from './platform-rows.js';
import { markEmptied, markPopulated } from './populated.js';
import { resolveRelation } from './resolve.js';
import { relationAt, type Store } from './store.js';

function fill(store: Store, name: WrittenName): void {
  const resolved = resolveRelation(store, name);
  if (relationAt(store, resolved) !== undefined) markPopulated(store, resolved);
}

export function insert(store: Store, op: OperationOf<'insert'>): void {
  fill(store, op.table);
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
