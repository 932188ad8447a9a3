import type { Migration } from '../../core/migration.js';
import type { HistoryEntry } from '../../runner/history/history-entry.js';

/**
 * - `applied`, `pending`
 * - `edited`: applied, and the file was changed since
 * - `missing`: in the history, and the file is gone
 * - `failed`: the last attempt failed and left nothing
 * - `halfway`: the last attempt, up or down, broke off after or in statements that cannot be undone with it
 * - `rolled_back`: was applied and undone; it is applied again with what is pending
 */
export const migrationStates = ['applied', 'pending', 'edited', 'missing', 'failed', 'halfway', 'rolled_back'] as const;
export type MigrationState = (typeof migrationStates)[number];

export function stateOf({ checksum }: Migration, entry: HistoryEntry | undefined): MigrationState {
  if (entry === undefined) return 'pending';
  if (entry.status === 'rolled_back') return 'rolled_back';
  if (isHalfway(entry)) return 'halfway';
  if (entry.status === 'failed') return 'failed';
  return entry.checksum !== null && entry.checksum !== checksum ? 'edited' : 'applied';
}

const isHalfway = ({ status, done, undone = [], begun }: HistoryEntry): boolean =>
  begun !== undefined || (status === 'failed' ? done.length > 0 : undone.length > 0);
