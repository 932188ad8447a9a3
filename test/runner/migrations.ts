import type { Migration, Section, TransactionModel } from '../../src/core/migration.js';
import type { HistoryEntry } from '../../src/runner/history/history-entry.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';

export const parser = await loadLibpgQuery();

export interface Given {
  readonly down?: string | undefined;
  readonly dependencies?: readonly string[] | undefined;
  readonly transaction?: TransactionModel | undefined;
}

/** A migration as a folder's reader gives it: `0001_books`. Its checksum is its text. */
export function migration(id: string, up: string, given: Given = {}): Migration {
  const [version = '', ...rest] = id.split('_');
  const section = (direction: 'up' | 'down', text: string): Section => ({
    direction,
    path: `migrations/${id}.sql`,
    source: text,
    text,
    transaction: given.transaction ?? 'transaction',
    form: 'file',
  });
  return {
    id,
    version,
    name: rest.join('_'),
    path: `migrations/${id}.sql`,
    up: section('up', up),
    down: given.down === undefined ? undefined : section('down', given.down),
    dependencies: given.dependencies ?? [],
    header: {},
    checksum: `sum of ${up}`,
    problems: [],
  };
}

/** A row of the history, applied by default, in the order of versions. */
export const entry = (of: Migration, facts: Partial<HistoryEntry> = {}): HistoryEntry => ({
  name: of.id,
  version: of.version,
  order: Number(of.version),
  batch: 1,
  status: 'applied',
  checksum: of.checksum,
  rollbackSql: of.down?.text ?? null,
  reason: null,
  dependencies: of.dependencies,
  journalled: false,
  done: [],
  ...facts,
});
