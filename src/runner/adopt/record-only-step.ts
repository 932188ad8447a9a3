import type { Migration } from '../../core/migration.js';
import type { Parser } from '../../sql/parser.js';
import type { UpStep } from '../plan/plan.js';
import { upRecord } from '../plan/up-record.js';

export interface RecordInput {
  /** All of the folder. */
  readonly migrations: readonly Migration[];
  readonly parser: Parser;
  readonly batch: number;
}

/** An up that runs nothing: what is recorded of it is what would be recorded had it been run. */
export const recordOnlyStep = (migration: Migration, { migrations, parser, batch }: RecordInput): UpStep => ({
  migration: migration.id,
  path: migration.path,
  direction: 'up',
  mode: 'atomic',
  statements: [],
  resumedAfter: 0,
  record: upRecord(migration, migrations, parser, batch),
});
