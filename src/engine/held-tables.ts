import type { Catalog } from '../catalog/catalog.js';
import { isAtLeast, type LockMode } from '../core/lock-mode.js';
import type { QualifiedName } from '../core/name.js';
import type { Session } from '../effects/session.js';

/** A table that was there before the migration, and that its transaction has locked. */
export interface HeldTable {
  readonly relation: QualifiedName;
  readonly mode: LockMode;
  /** Index of the statement that took the lock. */
  readonly statement: number;
}

/** Tables of other sessions that the transaction holds in this mode or a stronger one, in the order of taking. */
export function* heldTables(session: Session, catalog: Catalog, floor: LockMode): Generator<HeldTable> {
  for (const held of session.held.values()) {
    if (held.target === 'table' && isAtLeast(held.mode, floor) && isOthers(held.relation, catalog)) yield held;
  }
}

/** Other sessions can see it, and it is still there. */
const isOthers = (name: QualifiedName, catalog: Catalog): boolean =>
  catalog.relation(name) !== 'absent' && catalog.isNew(name) !== 'yes';

/** How many of them there are, counted no further than `most`: a transaction may hold thousands. */
export function countHeldTables(session: Session, catalog: Catalog, floor: LockMode, most: number): number {
  let count = 0;
  for (const _ of heldTables(session, catalog, floor)) {
    count += 1;
    if (count === most) break;
  }
  return count;
}
