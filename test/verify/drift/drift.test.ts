import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeChange, describeObject } from '../../../src/app/drift/describe-difference.js';
import { suggestSql } from '../../../src/app/drift/suggest-sql.js';
import type { ConnectionTarget } from '../../../src/database/connection-target.js';
import type { Database } from '../../../src/database/database.js';
import { takeSnapshot } from '../../../src/database/introspection/take-snapshot.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { loadLibpgQuery } from '../../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../../src/sql/read-script.js';
import { compareSchemas } from '../../../src/verify/compare/compare-schemas.js';
import { type Drift, findDrift } from '../../../src/verify/drift/find-drift.js';
import { realServer } from '../../database/real-server.js';
import { cases } from './cases.js';
import { library } from './library.js';

const server = await realServer();
afterAll(async () => {
  if (server.available) await server.stop();
});

describe('on PGlite', () => contract(async () => ({ adapter: 'pglite' })));
describe.skipIf(!server.available)('on a real server of another version', () => {
  if (server.available) contract(() => server.newDatabase());
});

const told = ({ differences }: Drift): readonly string[] =>
  differences.map((one) =>
    one.kind === 'changed'
      ? `~ ${one.object.kind} ${one.object.name}: ${describeChange(one)}`
      : `${one.kind === 'missing' ? '-' : '+'} ${describeObject(one)}`,
  );

const beginnings = (lines: readonly string[], like: readonly string[]): readonly string[] =>
  lines.map((line, at) => line.slice(0, like[at]?.length));

async function run(database: Database, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await database.execute(statement);
}

const parser = await loadLibpgQuery();
const statementsOf = (text: string): readonly string[] =>
  readScript(text, parser).statements.map(({ span }) => text.slice(span.start, span.end));

async function migrated(target: ConnectionTarget): Promise<Database> {
  const database = await openDatabase(target);
  for (const text of Object.values(library)) await run(database, statementsOf(text));
  return database;
}

function contract(newTarget: () => Promise<ConnectionTarget>): void {
  let expected: Database;
  let actual: Database;
  beforeAll(async () => {
    expected = await migrated({ adapter: 'pglite' });
    actual = await migrated(await newTarget());
  }, 60_000);
  afterAll(async () => {
    await expected.close();
    await actual.close();
  });
  beforeEach(() => actual.execute('BEGIN'));
  afterEach(() => actual.execute('ROLLBACK'));

  const drift = (ignore: readonly string[] = []): Promise<Drift> =>
    findDrift({ expected, actual, historySchema: '_migrations', supabase: false, ignore });

  test('there is none right after the migrations', async () => {
    const found = await drift();
    expect(told(found)).toEqual([]);
    expect(suggestSql(found)).toEqual({
      database: { statements: [], cannot: [] },
      migration: { statements: [], cannot: [] },
    });
  });

  test('the history, and what is ignored, is none', async () => {
    await run(actual, [
      'CREATE SCHEMA _migrations',
      'CREATE TABLE _migrations.a (id serial)',
      "CREATE TABLE visits_2027 PARTITION OF visits FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
      'CREATE TABLE jobs (id serial PRIMARY KEY)',
      'CREATE INDEX jobs_more ON jobs (id)',
    ]);
    expect(told(await drift())).toEqual([
      expect.stringContaining('+ sequence public.jobs_id_seq'),
      '+ table public.jobs',
      '+ table public.visits_2027',
    ]);
    expect(told(await drift(['public.visits_*', 'public.jobs']))).toEqual([]);
  });

  test.each(Object.entries(cases))('shows %s; the SQL of either side ends it', async (_, { by, shows, cannot }) => {
    const original = await takeSnapshot(actual);
    await actual.execute('SAVEPOINT before');
    await run(actual, statementsOf(by));
    const changed = await takeSnapshot(actual);
    expect(compareSchemas(original, changed)).not.toEqual([]);
    const found = await drift();
    const wanted = [...shows].toSorted();
    expect(beginnings(told(found).toSorted(), wanted)).toEqual(wanted);
    const { database, migration } = suggestSql(found);
    expect([database.cannot, migration.cannot]).toEqual(cannot ?? [[], []]);
    if (database.cannot.length === 0) {
      await run(actual, database.statements);
      // A column that comes back stands last.
      expect(told(await drift()).filter((line) => !line.includes('another place'))).toEqual([]);
    }
    await actual.execute('ROLLBACK TO SAVEPOINT before');
    await run(actual, migration.statements);
    expect(compareSchemas(changed, await takeSnapshot(actual))).toEqual([]);
  });
}
