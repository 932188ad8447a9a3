import type { LockMode } from '../core/lock-mode.js';
import type { Migration } from '../core/migration.js';
import type { QualifiedName } from '../core/name.js';
import type { Span } from '../core/span.js';
import type { Effects } from '../effects/effects.js';
import { waitingLock } from '../effects/visible.js';

/** A lock of SHARE or a stronger mode on what was there before the migration. */
export interface Wait {
  readonly migration: Migration;
  readonly relation: QualifiedName;
  readonly mode: LockMode;
  /** The statement that takes it, in the up. */
  readonly span: Span;
}

/** The first such lock of a statement. */
export function waitOf(migration: Migration, span: Span, effects: readonly Effects[]): Wait | undefined {
  const lock = waitingLock(effects);
  return lock && { migration, relation: lock.relation, mode: lock.mode, span };
}
