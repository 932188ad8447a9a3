import type { Migration, TransactionModel } from '../../../src/core/migration.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';

export const parser = await loadLibpgQuery();

/** A migration of up text alone, as a folder's reader gives it. */
export function migration(id: string, text: string, transaction: TransactionModel = 'transaction'): Migration {
  const path = `migrations/${id}.sql`;
  return {
    id,
    version: id,
    name: '',
    path,
    up: { direction: 'up', path, source: text, text, transaction, form: 'file' },
    dependencies: [],
    header: {},
    checksum: '',
    problems: [],
  };
}
