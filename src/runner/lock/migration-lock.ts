import { PgairlockError } from '../../core/error.js';
import { DatabaseError } from '../../database/database-error.js';
import type { Pooling } from './pooling.js';

/** The right to change the database of one history, which one runner has at a time. */
export interface MigrationLock {
  /** `session`: an advisory lock, gone with the session. `lease`: a row, which ends where nobody renews it. */
  readonly kind: 'session' | 'lease';
  readonly pooling: Pooling;
  /** It is still ours. */
  isHeld(): Promise<boolean>;
  /**
   * The last call in every transaction of the runner, and of a lease the first too: it locks the row, so that until COMMIT
   * nobody else gets it, and renews it.
   * @throws DatabaseError 55000 where it is not ours any more, so that nothing is committed
   */
  guard(): Promise<void>;
  /** @throws PgairlockError `lock-lost` where it was not ours any more */
  release(): Promise<void>;
}

const lostMessage = 'The lock against other runners was lost; another one may be at work.';

export const lostOnRelease = (): PgairlockError => new PgairlockError('lock-lost', lostMessage);

export const lostInTransaction = (): DatabaseError => new DatabaseError({ sqlstate: '55000', message: lostMessage });
