import type { Migration } from '../../core/migration.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { Refusal } from './refusal.js';

/** What is applied is no longer what the file says. Rows of other programs may have no checksum. */
export function refuseEdited(
  { id, path, checksum }: Migration,
  entries: ReadonlyMap<string, HistoryEntry>,
): readonly Refusal[] {
  const applied = entries.get(id)?.checksum ?? null;
  if (applied === null || applied === checksum) return [];
  const message = `${id} was changed after it was applied. Put its text back, and write the change as a new migration.`;
  return [{ kind: 'edited', migration: id, path, message }];
}
