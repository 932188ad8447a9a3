import type { Migration } from '../../core/migration.js';
import type { Parser } from '../../sql/parser.js';
import type { ForeignHistory, ForeignRecord } from './foreign-history.js';
import { type SameText, verifyText } from './verify-text.js';

/** By what a record was known to be of a file. `before`: the tool keeps only its last version, and this one is earlier. */
export type MatchedBy = 'version' | 'name' | 'text' | 'before';

export interface ForeignMatch {
  readonly migration: Migration;
  readonly record: ForeignRecord;
  readonly by: MatchedBy;
  readonly text: SameText;
}

export interface MatchedHistory extends Pick<ForeignHistory, 'tool' | 'table'> {
  /** What is applied, in the order of the folder. */
  readonly applied: readonly ForeignMatch[];
  /** What broke off: the tool itself does not take it for applied. */
  readonly failed: readonly ForeignMatch[];
  /** Records that no file belongs to. */
  readonly strangers: readonly ForeignRecord[];
}

/** Which files the records are of: by version, then by name, then by the text that was run. */
export function matchForeign(
  migrations: readonly Migration[],
  { tool, table, records, checksum }: ForeignHistory,
  parser: Parser,
): MatchedHistory {
  const verify = (migration: Migration, record: ForeignRecord): SameText =>
    verifyText(migration, record, checksum, parser);
  const found = new Map<Migration, ForeignMatch>();
  let open = records;
  for (const by of ['version', 'name', 'text'] as const) {
    open = open.filter((record) => {
      const free = migrations.filter((migration) => !found.has(migration));
      const candidates = free.filter((migration) => agrees(by, migration, record, () => verify(migration, record)));
      const migration = candidates.find((one) => verify(one, record) === 'same') ?? candidates[0];
      if (migration === undefined) return true;
      found.set(migration, { migration, record, by, text: verify(migration, record) });
      return false;
    });
  }
  const matches = [...migrations.flatMap((one) => found.get(one) ?? []), ...before(migrations, found)];
  const ordered = matches.toSorted((a, b) => migrations.indexOf(a.migration) - migrations.indexOf(b.migration));
  return {
    tool,
    table,
    applied: ordered.filter(({ record, by }) => record.state === 'applied' || by === 'before'),
    failed: ordered.filter(({ record, by }) => record.state === 'failed' && by !== 'before'),
    strangers: open,
  };
}

/** All that come before a record that stands for them too. */
function before(
  migrations: readonly Migration[],
  found: ReadonlyMap<Migration, ForeignMatch>,
): readonly ForeignMatch[] {
  const last = migrations.findLast((migration) => found.get(migration)?.record.through === true);
  const record = last && found.get(last)?.record;
  if (last === undefined || record === undefined) return [];
  return migrations
    .slice(0, migrations.indexOf(last))
    .filter((migration) => !found.has(migration))
    .map((migration) => ({ migration, record, by: 'before', text: 'unknown' }));
}

function agrees(
  by: 'version' | 'name' | 'text',
  migration: Migration,
  { version, name }: ForeignRecord,
  text: () => SameText,
): boolean {
  switch (by) {
    case 'version':
      return version !== undefined && migration.version !== '' && canonical(version) === canonical(migration.version);
    case 'name':
      // Under one name another file may have been applied; where the text is kept, it must be this one.
      return name !== undefined && isNamed(migration, name) && (version === undefined || text() !== 'different');
    case 'text':
      return text() === 'same';
  }
}

/** `0001`, `1`, `2026-01-31-101500` and `1.0` as tools write them. */
const canonical = (version: string): string =>
  version
    .replaceAll('-', '')
    .split(/[._]/)
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .join('.')
    .replace(/(?:\.0)+$/, '');

/** Sqitch knows the older states of a change under its plain name. */
function isNamed({ id, name }: Migration, recorded: string): boolean {
  const plain = recorded.replace(/(?:\.up)?\.(?:sql|[cm]?[jt]s)$/i, '');
  return plain === id || (name !== '' && plain === name) || id.startsWith(`${plain}@`);
}
