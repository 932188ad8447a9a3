import type { Migration } from '../../core/migration.js';
import type { HistoryEntry } from '../history/history-entry.js';
import type { InvalidIndex } from './invalid-indexes.js';
import type { Finding, RepairAction } from './repair-action.js';

export interface Condition {
  readonly migrations: readonly Migration[];
  readonly history: readonly HistoryEntry[];
  readonly invalidIndexes: readonly InvalidIndex[];
}

/** All that needs a person. Pure: the same condition has the same findings. */
export function findDamage({ migrations, history, invalidIndexes }: Condition): readonly Finding[] {
  const files = new Map(migrations.map((migration) => [migration.id, migration]));
  return [
    ...history.flatMap((entry) => ofEntry(entry, files.get(entry.name)) ?? []),
    ...invalidIndexes.map(
      ({ index, table }): Finding => ({
        state: 'invalid-index',
        message: `The index ${index} on ${table} is invalid: its concurrent build failed. It costs every write, and no query uses it.`,
        choices: [{ kind: 'drop-index', index }],
      }),
    ),
  ];
}

function ofEntry(entry: HistoryEntry, file: Migration | undefined): Finding | undefined {
  const { name: migration, status, begun } = entry;
  const finding = (state: Finding['state'], message: string, choices: readonly RepairAction[]): Finding => ({
    state,
    migration,
    message: `${migration} ${message}`,
    choices,
  });
  const both: readonly RepairAction[] = [
    { kind: 'mark-rolled-back', migration },
    { kind: 'mark-applied', migration },
  ];
  if (begun && status !== 'rolled_back')
    return finding('unclear-statement', `was cut off in statement ${begun.index + 1}: ${begun.sql}`, [
      { kind: 'mark-statement', migration, done: true },
      { kind: 'mark-statement', migration, done: false },
      ...both,
    ]);
  if (status === 'failed')
    return entry.done.length > 0
      ? finding('halfway', `broke off after ${entry.done.length} statements. Resume it, or say how it ended.`, both)
      : finding('failed', `failed and left nothing: ${entry.reason ?? 'nobody knows why'}`, [
          { kind: 'remove', migration },
        ]);
  if (status !== 'applied') return undefined;
  const { undone = [] } = entry;
  if (undone.length > 0)
    return finding('half-undone', `is undone in part: ${undone.length} statements of its down are done.`, both);
  if (file === undefined) return finding('missing-file', 'is applied, and its file is gone.', []);
  if (entry.checksum === null || entry.checksum === file.checksum) return undefined;
  return finding('edited', 'was changed after it was applied.', [{ kind: 'accept-checksum', migration }]);
}
