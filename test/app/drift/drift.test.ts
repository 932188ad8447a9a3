import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeChange, describeObject } from '../../../src/app/drift/describe-difference.js';
import { type DriftResult, drift, driftOn } from '../../../src/app/drift/drift.js';
import { upOn } from '../../../src/app/run/up.js';
import { onEveryDatabase, type Scene } from '../run/scene.js';

const up = async (scene: Scene): Promise<void> => {
  const result = await upOn(await scene.run(), { skipBackup: true, force: { reason: 'a test' } });
  expect(result).toMatchObject({ outcome: 'done' });
};

const told = ({ differences }: DriftResult): readonly string[] =>
  differences.map((one) =>
    one.kind === 'changed'
      ? `~ ${one.object.name}: ${describeChange(one)}`
      : `${one.kind === 'missing' ? '-' : '+'} ${describeObject(one)}`,
  );

const authors = 'CREATE TABLE authors (id bigint PRIMARY KEY, name text);\n';
const books = 'CREATE TABLE books (id bigint PRIMARY KEY, author bigint REFERENCES authors);\n';

onEveryDatabase((current) => {
  describe('drift', { timeout: 120_000 }, () => {
    test('is none right after up, and reading leaves no trace', async () => {
      const scene = current();
      scene.write({ '0001_authors.sql': authors, '0002_books.sql': books });
      await up(scene);
      const result = await driftOn(await scene.run());
      expect(told(result)).toEqual([]);
      expect(result).toMatchObject({ against: '2 migrations of migrations', warnings: [], refused: [] });
      expect(result.report.project).toEqual([]);
    });

    test('is told by findings, and a config has its way with them', async () => {
      const scene = current();
      scene.write({ '0001_authors.sql': authors });
      await up(scene);
      await scene.database.execute('ALTER TABLE authors ADD COLUMN born date');
      const { report } = await driftOn(await scene.run());
      expect(report.project).toMatchObject([
        {
          ruleId: 'schema-drift',
          severity: 'error',
          message: 'column public.authors.born (date) is in the database and in no migration.',
        },
      ]);
      const milder = await driftOn(await scene.run({ rules: { 'schema-drift': 'warning' } }));
      expect(milder.report.project.map(({ severity }) => severity)).toEqual(['warning']);
    });

    test('counts the migrations that are applied, and tells of the others', async () => {
      const scene = current();
      scene.write({ '0001_authors.sql': authors, '0002_books.sql': books });
      await up(scene);
      scene.write({
        '0001_authors.sql': authors.replace('name text', 'name varchar'),
        '0003_more.sql': 'CREATE TABLE c ();',
      });
      scene.remove('0002_books.sql');
      const result = await driftOn(await scene.run());
      expect(told(result)).toEqual([
        '+ table public.books',
        '~ public.authors.name: type is text in the database, character varying by the migrations',
      ]);
      expect(result.warnings).toEqual([
        '0001_authors changed since it was applied: the file of today counts.',
        '0002_books is applied and has no file: what it made counts as drift.',
        '0003_more is not applied, and does not count.',
      ]);
      expect(told(await driftOn(await scene.run(), { all: true }))).toContain('- table public.c');
    });

    test('counts all migrations where nothing is recorded', async () => {
      const scene = current();
      scene.write({ '0001_authors.sql': authors });
      await scene.database.execute(authors);
      const result = await driftOn(await scene.run());
      expect(told(result)).toEqual([]);
      expect(result.warnings).toEqual([expect.stringContaining('held against all migrations')]);
    });

    test('knows what another tool recorded, whose own table is none', async () => {
      const scene = current();
      const text = `-- migrate:up\n${authors}\n-- migrate:down\nDROP TABLE authors;\n`;
      scene.write({ '1_authors.sql': text, '2_books.sql': text.replaceAll('authors', 'books') });
      await scene.database.execute('CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)');
      await scene.database.execute("INSERT INTO schema_migrations VALUES ('1')");
      await scene.database.execute(authors);
      const result = await driftOn(await scene.run({ format: 'dbmate' }));
      expect({ told: told(result), against: result.against }).toEqual({
        told: [],
        against: '1 migration of migrations',
      });
    });

    test('tells which statements the replay refuses', async () => {
      const scene = current();
      scene.write({ '0001_authors.sql': authors });
      await up(scene);
      scene.write({ '0001_authors.sql': `${authors}\nALTER TABLE nothing ADD x text;\n` });
      const run = await scene.run();
      await run.database.execute('CREATE INDEX by_hand ON authors (name)');
      const { refused, differences, sql } = await driftOn(run);
      expect(refused).toMatchObject([{ path: 'migrations/0001_authors.sql', line: 3, sqlstate: '42P01' }]);
      // What is too much may be what the refused statement makes: nobody should drop it.
      expect(differences).toHaveLength(1);
      expect(sql).toEqual({
        database: { statements: [], cannot: [] },
        migration: { statements: [], cannot: [] },
      });
    });
  });
});

describe('a dump', { timeout: 180_000 }, () => {
  test('is held against all migrations; roles that it names are there', async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'pgairlock-dump-'));
    mkdirSync(path.join(root, 'migrations'));
    writeFileSync(path.join(root, 'migrations/0001_authors.sql'), authors);
    const dump = `\\restrict abc
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.authors (id bigint NOT NULL, name text);
ALTER TABLE public.authors OWNER TO shop_owner;
COPY public.authors (id, name) FROM stdin;
1\tJane
\\.
ALTER TABLE ONLY public.authors ADD CONSTRAINT authors_pkey PRIMARY KEY (id);
CREATE INDEX authors_name ON public.authors USING btree (name);
GRANT SELECT ON TABLE public.authors TO "Reader";
\\unrestrict abc
`;
    writeFileSync(path.join(root, 'schema.sql'), dump);
    const options = { cwd: root, configFile: false, config: { format: 'plain' } } as const;
    const result = await drift({ ...options, dump: 'schema.sql' });
    expect(told(result)).toEqual([
      '~ public.authors: rights of "Reader" is SELECT in the database, not set by the migrations',
      '+ index public.authors_name (CREATE INDEX authors_name ON public.authors USING btree (name))',
    ]);
    expect(result).toMatchObject({ database: 'schema.sql', warnings: [] });
    writeFileSync(path.join(root, 'schema.sql'), `${dump}ALTER TABLE public.no ADD x text;\n`);
    expect((await drift({ ...options, dump: 'schema.sql' })).warnings).toEqual([
      'schema.sql:13 cannot be loaded: 42P01 relation "public.no" does not exist',
    ]);
    writeFileSync(path.join(root, 'schema.sql'), 'PGDMP\u0001');
    await expect(drift({ ...options, dump: 'schema.sql' })).rejects.toThrow('without -Fc');
    await expect(drift({ ...options, dump: 'no.sql' })).rejects.toMatchObject({ code: 'input-not-found' });
    rmSync(root, { recursive: true });
  });
});
