import type { Migration } from '../../core/migration.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { Refusal } from './refusal.js';

/** `true` for all, else the ids of those that were moved away on purpose. */
export type AllowMissing = boolean | readonly string[];

/** What is applied, and has no file any more. Nobody can say then whether the folder still is that of this database. */
export function refuseMissing(
  migrations: readonly Migration[],
  history: readonly HistoryEntry[],
  allowed: AllowMissing = false,
): readonly Refusal[] {
  if (allowed === true) return [];
  const there = new Set([...migrations.map(({ id }) => id), ...(allowed === false ? [] : allowed)]);
  return history
    .filter(({ name, status }) => status === 'applied' && !there.has(name))
    .map(({ name }) => ({
      kind: 'missing-file',
      migration: name,
      message: `${name} is applied, and its file is gone. Put it back, or say that it was moved away on purpose (--allow-missing).`,
    }));
}
