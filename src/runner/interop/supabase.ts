import type { Migration } from '../../core/migration.js';
import type { Database } from '../../database/database.js';
import type { Parser } from '../../sql/parser.js';
import { type MatchedHistory, matchForeign } from '../foreign/match-foreign.js';
import { readForeign } from '../foreign/read-foreign.js';
import type { HistorySchema } from '../history/schema-name.js';
import { planStatements } from '../plan/plan-statements.js';
import type { Interop } from './interop.js';

export interface SupabaseInput {
  readonly schema: HistorySchema;
  readonly migrations: readonly Migration[];
  readonly parser: Parser;
  /** The project is one of Supabase, so that its table is made where it is not there. */
  readonly supabase: boolean;
}

export interface SupabaseInterop {
  readonly interop: Interop;
  /** What the Supabase CLI applied, its dashboard, or an agent by its API. */
  readonly matched: MatchedHistory;
}

const table = 'supabase_migrations.schema_migrations';

/**
 * The records of the Supabase CLI in this database. Absent where there are none and the project is not one of Supabase.
 * @see https://github.com/supabase/cli `pkg/migration/history.go`
 */
export async function supabaseInterop(database: Database, input: SupabaseInput): Promise<SupabaseInterop | undefined> {
  const [found] = await readForeign(database, input.schema, { tool: 'supabase' });
  if (found === undefined && !input.supabase) return undefined;
  const matched = matchForeign(input.migrations, found ?? { tool: 'supabase', table, records: [] }, input.parser);
  return { interop: createInterop(input, matched), matched };
}

function createInterop({ migrations, parser }: SupabaseInput, { applied, failed }: MatchedHistory): Interop {
  // The dashboard may have applied it under another version.
  const versions = new Map([...applied, ...failed].map(({ migration, record }) => [migration.id, record.version]));
  return {
    tool: 'Supabase CLI',
    async record(database, step) {
      const migration = migrations.find(({ id }) => id === step.migration);
      const version = versions.get(step.migration) ?? migration?.version ?? '';
      if (step.direction === 'down')
        await remove(database, version === '' ? (step.migration.split('_')[0] ?? '') : version);
      else if (migration !== undefined && version !== '') await add(database, version, migration, parser);
    },
  };
}

async function add(database: Database, version: string, migration: Migration, parser: Parser): Promise<void> {
  await createTable(database);
  const columns = await columnsOf(database);
  const { statements } = planStatements(migration.id, migration.up, parser);
  const values = {
    ...(columns.has('name') ? { name: 'r.name' } : {}),
    ...(columns.has('statements')
      ? { statements: 'ARRAY(SELECT pg_catalog.json_array_elements_text(r.statements))' }
      : {}),
  };
  const names = Object.keys(values);
  await database.query(
    `INSERT INTO ${table} (${['version', ...names].join(', ')})
     SELECT ${['r.version', ...Object.values(values)].join(', ')}
     FROM (SELECT $1::text AS version, $2::text AS name, $3::json AS statements) AS r
     ON CONFLICT (version) DO ${names.length === 0 ? 'NOTHING' : `UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`}`,
    [version, migration.name, JSON.stringify(statements.map(({ sql }) => sql))],
  );
}

async function remove(database: Database, version: string): Promise<void> {
  if ((await columnsOf(database)).size > 0) await database.query(`DELETE FROM ${table} WHERE version = $1`, [version]);
}

/** As the CLI makes it, where nothing is there. */
async function createTable(database: Database): Promise<void> {
  if ((await columnsOf(database)).size > 0) return;
  await database.execute('CREATE SCHEMA IF NOT EXISTS supabase_migrations');
  await database.execute(
    `CREATE TABLE IF NOT EXISTS ${table} (version text NOT NULL PRIMARY KEY, statements text[], name text)`,
  );
}

/** Hosted projects have more columns than the CLI makes, old ones fewer. */
async function columnsOf(database: Database): Promise<ReadonlySet<string | null | undefined>> {
  const rows = await database.query(
    `SELECT c.column_name AS name FROM information_schema.columns AS c
     WHERE c.table_schema = 'supabase_migrations' AND c.table_name = 'schema_migrations'`,
  );
  return new Set(rows.map(({ name }) => name));
}
