import type { Migration } from '../../core/migration.js';
import type { Parser } from '../../sql/parser.js';
import type { ForeignMatch, MatchedHistory } from '../foreign/match-foreign.js';
import type { HistoryEntry } from '../history/history-entry.js';
import { upRecord } from '../plan/up-record.js';

export interface MergedHistory {
  readonly history: readonly HistoryEntry[];
  /** What the other tool applied and our own history does not have as applied. */
  readonly foreign: readonly ForeignMatch[];
}

/** Our history, with what another tool applied counted as applied. */
export function mergeHistory(
  history: readonly HistoryEntry[],
  { applied }: Pick<MatchedHistory, 'applied'>,
  migrations: readonly Migration[],
  parser: Parser,
): MergedHistory {
  const own = new Set(history.filter(({ status }) => status === 'applied').map(({ name }) => name));
  const foreign = applied.filter(({ migration }) => !own.has(migration.id));
  const taken = new Set(foreign.map(({ migration }) => migration.id));
  const kept = history.filter(({ name }) => !taken.has(name));
  const batch = Math.max(0, ...history.map((entry) => entry.batch)) + 1;
  const order = Math.max(0, ...history.map((entry) => entry.order)) + 1;
  const entries = foreign.map((match, index) =>
    toEntry(match, order + index, upRecord(match.migration, migrations, parser, batch)),
  );
  return { history: [...kept, ...entries], foreign };
}

const toEntry = (match: ForeignMatch, order: number, record: ReturnType<typeof upRecord>): HistoryEntry => ({
  name: match.migration.id,
  version: match.migration.version,
  order,
  batch: record.batch,
  status: 'applied',
  checksum: foreignChecksum(match),
  rollbackSql: record.rollbackSql ?? null,
  reason: null,
  dependencies: record.dependencies,
  journalled: false,
  done: [],
});

/** That of the file, unless the file is known to be another than what was run; of that nobody has the sum. */
export const foreignChecksum = ({ migration, text }: Pick<ForeignMatch, 'migration' | 'text'>): string =>
  text === 'different' ? 'another text' : migration.checksum;
