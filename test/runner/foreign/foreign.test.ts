import { describe, expect, test } from 'vitest';
import type { Migration } from '../../../src/core/migration.js';
import type { ForeignTool } from '../../../src/runner/foreign/foreign-history.js';
import { type MatchedHistory, matchForeign } from '../../../src/runner/foreign/match-foreign.js';
import { readForeign } from '../../../src/runner/foreign/read-foreign.js';
import { historySchema } from '../../../src/runner/history/schema-name.js';
import { onEveryDatabase } from '../every-database.js';
import { migration, parser } from '../migrations.js';

const text = 'CREATE TABLE books ();\nSELECT 1;\n';
const numbered = [
  migration('0001_books', text),
  migration('0002_loans', 'CREATE TABLE loans ();\n'),
  migration('0003_fines', 'CREATE TABLE fines ();\n'),
];
const named = (...ids: readonly string[]): readonly Migration[] => ids.map((id) => migration(id, text));

interface Case {
  readonly tool: ForeignTool;
  readonly sql: string;
  readonly folder?: readonly Migration[];
  readonly applied: readonly string[];
  readonly failed?: readonly string[];
  readonly strangers?: number;
}

// Sums of `text`, by sha1sum, sha256sum, sha384sum, md5sum and zlib.
const sha256 = '8137a6b48118ab21e2fa3f8188c4a9c028bd0f4fce3cd032fb5263fec11f52d7';
const sha384 = 'a4c7bad0d4496fb1c2f6852b70e8e3fb74a00e5006e30adf0962a0d1e1c90a415f86fe45451a33ffb59b71cdc46823a3';

const cases: readonly Case[] = [
  {
    tool: 'dbmate',
    sql: `CREATE TABLE schema_migrations (version varchar PRIMARY KEY); INSERT INTO schema_migrations VALUES ('0001'), ('0002')`,
    applied: ['0001_books unknown', '0002_loans unknown'],
  },
  {
    tool: 'rails',
    sql: `CREATE TABLE schema_migrations (version varchar PRIMARY KEY); INSERT INTO schema_migrations VALUES ('0001'), ('9999');
          CREATE TABLE ar_internal_metadata (key varchar PRIMARY KEY, value varchar)`,
    applied: ['0001_books unknown'],
    strangers: 1,
  },
  {
    tool: 'golang-migrate',
    sql: 'CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL); INSERT INTO schema_migrations VALUES (2, false)',
    applied: ['0001_books unknown', '0002_loans unknown'],
  },
  {
    tool: 'golang-migrate',
    sql: 'CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL); INSERT INTO schema_migrations VALUES (2, true)',
    applied: ['0001_books unknown'],
    failed: ['0002_loans'],
  },
  {
    tool: 'hasura',
    sql: `CREATE SCHEMA hdb_catalog; CREATE TABLE hdb_catalog.hdb_version (cli_state jsonb);
          INSERT INTO hdb_catalog.hdb_version VALUES ('{"migrations": {"default": {"1": false, "2": true}}}')`,
    applied: ['0001_books unknown'],
    failed: ['0002_loans'],
  },
  {
    tool: 'hasura',
    sql: `CREATE SCHEMA hdb_catalog; CREATE TABLE hdb_catalog.schema_migrations (version bigint, dirty boolean);
          INSERT INTO hdb_catalog.schema_migrations VALUES (1, false), (3, false)`,
    applied: ['0001_books unknown', '0003_fines unknown'],
  },
  {
    tool: 'tern',
    sql: 'CREATE TABLE schema_version (version int4 PRIMARY KEY); INSERT INTO schema_version VALUES (2)',
    applied: ['0001_books unknown', '0002_loans unknown'],
  },
  {
    tool: 'goose',
    sql: `CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint, is_applied boolean, tstamp timestamp DEFAULT now());
          INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true), (2, false)`,
    applied: ['0001_books unknown'],
  },
  {
    tool: 'diesel',
    sql: `CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp DEFAULT now());
          INSERT INTO __diesel_schema_migrations (version) VALUES ('00000000000000'), ('20260131101500')`,
    folder: [{ ...migration('2026-01-31-101500_books', text), version: '2026-01-31-101500' }],
    applied: ['2026-01-31-101500_books unknown'],
  },
  {
    tool: 'pop',
    sql: `CREATE TABLE schema_migration (version varchar(14)); INSERT INTO schema_migration VALUES ('0001')`,
    applied: ['0001_books unknown'],
  },
  {
    tool: 'node-pg-migrate',
    sql: `CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255), run_on timestamp);
          INSERT INTO pgmigrations (name, run_on) VALUES ('0001_books', now())`,
    applied: ['0001_books unknown'],
  },
  {
    tool: 'umzug',
    sql: `CREATE TABLE "SequelizeMeta" (name varchar PRIMARY KEY); INSERT INTO "SequelizeMeta" VALUES ('2026.01.31T10.00.00.books.sql')`,
    folder: named('2026.01.31T10.00.00.books'),
    applied: ['2026.01.31T10.00.00.books unknown'],
  },
  {
    tool: 'sql-migrate',
    sql: `CREATE TABLE gorp_migrations (id text PRIMARY KEY, applied_at timestamptz); INSERT INTO gorp_migrations VALUES ('0001_books.sql', now())`,
    applied: ['0001_books unknown'],
  },
  {
    tool: 'pgroll',
    sql: `CREATE SCHEMA pgroll; CREATE TABLE pgroll.migrations (schema text, name text, done boolean, created_at timestamp DEFAULT now(), migration_type text);
          INSERT INTO pgroll.migrations (name, done, migration_type) VALUES ('0001_books', true, 'pgroll'), ('0002_loans', false, 'pgroll'), ('sql_1', true, 'inferred')`,
    applied: ['0001_books unknown'],
    failed: ['0002_loans'],
  },
  {
    tool: 'reshape',
    sql: `CREATE SCHEMA reshape; CREATE TABLE reshape.migrations (index int, name text, completed_at timestamp);
          INSERT INTO reshape.migrations VALUES (0, '0001_books', now()), (1, '0002_loans', NULL)`,
    applied: ['0001_books unknown'],
    failed: ['0002_loans'],
  },
  {
    tool: 'graphile-migrate',
    sql: `CREATE SCHEMA graphile_migrate; CREATE TABLE graphile_migrate.migrations (hash text, previous_hash text, filename text, date timestamptz DEFAULT now());
          INSERT INTO graphile_migrate.migrations VALUES ('sha1:14adb0382b8ad94951fda4b1020782d99f2ae1c5', NULL, '000001-books.sql'), ('sha1:57ec306454b93942411f960b0551fe35778c08b5', 'sha1:abc', '000002-more.sql'),
            ('sha1:0', 'sha1:abc', '000003-other.sql')`,
    folder: ['000001-books', '000002-more', '000003-other'].map((id) =>
      migration(id, `--! Previous: -\n--! Hash: sha1:0\n\n${text}`),
    ),
    applied: ['000001-books same', '000002-more same', '000003-other different'],
  },
  {
    tool: 'sqitch',
    sql: `CREATE SCHEMA sqitch; CREATE TABLE sqitch.changes (change_id text, script_hash text, change text, committed_at timestamptz);
          INSERT INTO sqitch.changes VALUES ('b', '14adb0382b8ad94951fda4b1020782d99f2ae1c5', 'books', '2026-01-02'), ('a', 'abc', 'loans', '2026-01-03')`,
    folder: named('books@v1', 'books', 'loans').map((one, at) => (at === 1 ? migration('books', 'SELECT 2;') : one)),
    applied: ['books@v1 same', 'loans different'],
  },
  {
    tool: 'flyway',
    sql: `CREATE TABLE flyway_schema_history (installed_rank int, version varchar, description varchar, type varchar, script varchar, checksum int,
            installed_on timestamp DEFAULT now(), success boolean);
          INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, success) VALUES
            (1, '1', 'books', 'SQL', 'V1__books.sql', 369883497, true), (2, '1.1', 'loans', 'SQL', 'V1_1__loans.sql', 5, true),
            (3, '2', 'fines', 'SQL', 'V2__fines.sql', 5, false), (4, '3', 'undone', 'SQL', 'V3__undone.sql', 5, true),
            (5, '3', 'undone', 'UNDO_SQL', 'U3__undone.sql', 5, true), (6, NULL, 'views', 'SQL', 'R__views.sql', 369883497, true)`,
    folder: ['V1__books', 'V1_1__loans', 'V2__fines', 'V3__undone', 'R__views'].map((id) => ({
      ...migration(id, text.replaceAll('\n', '\r\n')),
      version: id.startsWith('R') ? '' : (id.slice(1).split('__')[0] ?? ''),
      name: id.split('__')[1] ?? '',
    })),
    applied: ['V1__books same', 'V1_1__loans different', 'R__views same'],
    failed: ['V2__fines'],
  },
  {
    tool: 'flyway',
    sql: `CREATE TABLE flyway_schema_history (installed_rank int, version varchar, description varchar, type varchar, script varchar, checksum int,
            installed_on timestamp DEFAULT now(), success boolean);
          INSERT INTO flyway_schema_history (installed_rank, version, type, script, success) VALUES (1, '2', 'BASELINE', '<< Flyway Baseline >>', true)`,
    applied: ['0001_books unknown', '0002_loans unknown'],
  },
  {
    tool: 'refinery',
    sql: `CREATE TABLE refinery_schema_history (version int4 PRIMARY KEY, name varchar, applied_on varchar, checksum varchar);
          INSERT INTO refinery_schema_history VALUES (1, 'books', '2026-01-31T10:00:00Z', '12345')`,
    applied: ['0001_books unknown'],
  },
  {
    tool: 'sqlx',
    sql: `CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text, installed_on timestamptz DEFAULT now(), success boolean, checksum bytea, execution_time bigint);
          INSERT INTO _sqlx_migrations (version, success, checksum) VALUES (1, true, '\\x${sha384}'), (2, true, '\\xab'), (3, false, '\\xab')`,
    applied: ['0001_books same', '0002_loans different'],
    failed: ['0003_fines'],
  },
  {
    tool: 'prisma',
    sql: `CREATE TABLE _prisma_migrations (id varchar, checksum varchar, finished_at timestamptz, migration_name varchar, logs text, rolled_back_at timestamptz, started_at timestamptz);
          INSERT INTO _prisma_migrations (checksum, finished_at, migration_name, rolled_back_at, started_at) VALUES
            ('${sha256}', NULL, '0001_books', '2026-01-01', '2026-01-01'), ('${sha256}', '2026-01-02', '0001_books', NULL, '2026-01-02'),
            ('x', NULL, '0002_loans', NULL, '2026-01-03'), ('x', NULL, '0003_fines', '2026-01-05', '2026-01-04')`,
    applied: ['0001_books same'],
    failed: ['0002_loans'],
  },
  {
    tool: 'drizzle',
    sql: `CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
          INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('${sha256}', 1767225600000), ('other', 1767225600001)`,
    applied: ['0001_books same'],
    strangers: 1,
  },
  {
    tool: 'postgres-migrations',
    sql: `CREATE TABLE migrations (id int PRIMARY KEY, name varchar(100), hash varchar(40), executed_at timestamp);
          INSERT INTO migrations VALUES (0, 'create-migrations-table', 'x', now()), (1, 'books', 'f5f91a0c8de5e7d0c34b3800c2d8d2f27515bc89', now()), (2, 'loans', 'x', now())`,
    applied: ['0001_books same', '0002_loans different'],
  },
  {
    tool: 'pgmigrate',
    sql: `CREATE TABLE pgmigrate_migrations (id text PRIMARY KEY, checksum text, execution_time_in_millis bigint, applied_at timestamptz);
          INSERT INTO pgmigrate_migrations VALUES ('0001_books', '62df30d22e9d02aeb50bb40b3ab71c7c', 1, now()), ('0002_loans', 'x', 1, now())`,
    applied: ['0001_books same', '0002_loans different'],
  },
];

onEveryDatabase((current) => {
  const read = async (
    tool?: ForeignTool,
    folder: readonly Migration[] = numbered,
  ): Promise<readonly MatchedHistory[]> =>
    (await readForeign(current(), historySchema(), { tool })).map((one) => matchForeign(folder, one, parser));
  const run = async (sql: string): Promise<void> => {
    for (const statement of sql.split(';')) await current().execute(statement);
  };

  describe('records of other tools', () => {
    test.each(cases)(
      '$tool: $applied',
      async ({ tool, sql, folder = numbered, applied, failed = [], strangers = 0 }) => {
        await run(sql);
        const [found, ...others] = await read(undefined, folder);
        expect(others).toEqual([]);
        expect({
          tool: found?.tool,
          applied: found?.applied.map(({ migration: { id }, text: same }) => `${id} ${same}`),
          failed: found?.failed.map(({ migration: { id } }) => id),
          strangers: found?.strangers.length,
        }).toEqual({ tool, applied, failed, strangers });
      },
    );

    test('there are none in an empty database, nor are ours taken for those of another', async () => {
      expect(await read()).toEqual([]);
      await run('CREATE SCHEMA _migrations; CREATE TABLE _migrations.schema_migrations (version text)');
      expect(await read()).toEqual([]);
    });

    test('a table of another name is read where it is named', async () => {
      await run(`CREATE SCHEMA ops; CREATE TABLE ops.done (version varchar); INSERT INTO ops.done VALUES ('0002')`);
      expect(await read()).toEqual([]);
      const [found] = await readForeign(current(), historySchema(), { tool: 'dbmate', table: 'ops.done' });
      expect(found).toMatchObject({
        tool: 'dbmate',
        table: 'ops.done',
        records: [{ version: '0002', state: 'applied' }],
      });
    });

    test('a table with other columns is nobody the program knows', async () => {
      await run(
        'CREATE TABLE schema_migrations (version bigint, inserted_at timestamp); CREATE TABLE migrations (id int, migration text)',
      );
      expect(await read()).toEqual([]);
    });
  });
});
