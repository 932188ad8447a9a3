import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixMigrations } from '../../src/app/fix.js';
import { lint } from '../../src/app/lint.js';
import { explainRule, listRules } from '../../src/app/rule-info.js';
import type { Config } from '../../src/config/define-config.js';
import { isClean, type Report } from '../../src/core/report.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
const ruleIds = (report: Report, file: string): readonly string[] =>
  report.files.find(({ path: shown }) => shown.endsWith(file))?.findings.map(({ ruleId }) => ruleId) ?? [];

describe('lint', () => {
  it('judges the whole history of a project by default', async () => {
    const report = await lint({ cwd: fixture('demo'), configFile: false });
    expect(report.files.map((file) => [file.path, isClean(file)])).toEqual([
      ['migrations/0001_create_books.sql', true],
      ['migrations/0002_speed_up_search.sql', false],
    ]);
    expect(ruleIds(report, '0002_speed_up_search.sql')).toEqual(
      expect.arrayContaining(['create-index-non-concurrent', 'alter-column-type-rewrite', 'drop-column']),
    );
    expect(report.context).toEqual([
      'Read 2 migrations in migrations (format plain: its .sql files are numbered). Preset recommended, PostgreSQL 15.',
    ]);
  });

  it('replays what comes before a named file and reports that file only', async () => {
    const named = 'migrations/0002_speed_up_search.sql';
    const report = await lint({ cwd: fixture('demo'), paths: [named], configFile: false });
    expect(report.files.map((file) => file.path)).toEqual([named]);
    expect(ruleIds(report, named)).toContain('drop-column');
  });

  it('tells what each statement does to others, where it is asked', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-'));
    await mkdir(path.join(cwd, 'migrations'));
    await writeFile(path.join(cwd, 'migrations/0001_a.sql'), 'CREATE TABLE a (id int PRIMARY KEY);\n');
    await writeFile(path.join(cwd, 'migrations/0002_b.sql'), '\nCREATE INDEX a_id ON a (id);\nCREATE TABLE b ();\n');
    const report = await lint({ cwd, configFile: false, trace: true });
    await rm(cwd, { recursive: true });
    expect(report.files[1]?.trace).toEqual([
      {
        direction: 'up',
        line: 2,
        endLine: 2,
        text: 'CREATE INDEX a_id ON a (id)',
        locks: expect.arrayContaining([{ relation: 'public.a', mode: 'SHARE' }]),
        rewrites: [],
        scans: [],
        indexBuilds: ['public.a'],
      },
      expect.objectContaining({ line: 3, locks: [], scans: [], indexBuilds: [] }),
    ]);
    expect((await lint({ cwd: fixture('demo'), configFile: false })).files[0]).not.toHaveProperty('trace');
  });

  it('says why a migration should have a down: others have one, or the config asks for it', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-'));
    await mkdir(path.join(cwd, 'migrations'));
    const write = (name: string, text: string) => writeFile(path.join(cwd, 'migrations', name), text);
    await write('0001_a.sql', 'CREATE TABLE a (id int PRIMARY KEY);\n');
    const message = async (config: Config): Promise<string | undefined> => {
      const { files } = await lint({ cwd, configFile: false, config });
      return files[0]?.findings.find(({ ruleId }) => ruleId === 'missing-down')?.message;
    };
    const required = await message({ downs: 'required' });
    await write('0002_b.sql', 'CREATE TABLE b ();\n-- DOWN MIGRATION\n-- DROP TABLE b;\n');
    const inferred = await message({});
    await rm(cwd, { recursive: true });
    expect([required, inferred]).toEqual([
      'Migration 0001_a has no down, and the config requires one.',
      'Migration 0001_a has no down, while other migrations of this project have one.',
    ]);
  });

  it('tells of a plan that names a missing file whichever file is judged, and does not take the rest for certain', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-'));
    for (const folder of ['deploy', 'revert']) await mkdir(path.join(cwd, folder));
    const changes = ['books', 'no_books', 'books_again'];
    const lines = changes.map((name) => `${name} 2026-01-01T00:00:00Z A <a@b.c> # ${name}`);
    await writeFile(
      path.join(cwd, 'sqitch.plan'),
      ['%syntax-version=1.0.0', '%project=a', '', ...lines, ''].join('\n'),
    );
    const create = 'CREATE TABLE books (id bigint PRIMARY KEY);\n';
    await writeFile(path.join(cwd, 'deploy/books.sql'), create);
    await writeFile(path.join(cwd, 'deploy/books_again.sql'), create);
    const report = await lint({ cwd, paths: ['deploy/books_again.sql'], configFile: false });
    await rm(cwd, { recursive: true });
    expect(report.project.map(({ ruleId }) => ruleId)).toContain('missing-plan-file');
    expect(report.files.map((file) => file.path)).toEqual(['deploy/books_again.sql']);
    expect(ruleIds(report, 'books_again.sql')).not.toContain('duplicate-object');
  });

  it('takes the preset and the server of a Supabase project', async () => {
    const { context } = await lint({ cwd: fixture('supabase-shop'), configFile: false });
    expect(context).toEqual([
      'Read 3 migrations in supabase/migrations (format supabase: the folder is supabase/migrations). Preset supabase, PostgreSQL 17.',
    ]);
  });

  it('reports the files that the tool passes over, where they are named or all are', async () => {
    const cwd = fixture('supabase-shop');
    const whole = await lint({ cwd, configFile: false });
    const one = await lint({ cwd, configFile: false, paths: ['supabase/migrations/20260110090000_products.sql'] });
    expect(whole.project).toMatchObject([{ ruleId: 'bad-file-name', message: expect.stringContaining('seed.sql') }]);
    expect(one.project).toEqual([]);
  });

  it('puts the settings of the options over those of the file', async () => {
    const cwd = fixture('demo');
    const off = await lint({ cwd, configFile: false, config: { rules: { 'drop-column': 'off' }, postgres: 13 } });
    expect(ruleIds(off, '0002_speed_up_search.sql')).not.toContain('drop-column');
    expect(off.context[0]).toContain('PostgreSQL 13');
  });

  it('judges text that stands for a file within its history', async () => {
    const filename = 'migrations/0003_drop_books.sql';
    const stdin = { text: 'DROP TABLE books;', filename };
    const report = await lint({ cwd: fixture('demo'), configFile: false, stdin });
    expect(report.files.map((file) => file.path)).toEqual([filename]);
    expect(ruleIds(report, filename)).toContain('drop-table');
  });
});

describe('a project with a config', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-lint-'));
    await mkdir(path.join(cwd, 'changes'));
    await writeFile(path.join(cwd, 'changes', 'a.sql'), 'CREATE TABLE a (id bigint PRIMARY KEY);\n');
    await writeFile(path.join(cwd, 'changes', 'b.sql'), 'CREATE INDEX a_id_idx ON a (id);\n');
  });
  afterAll(() => rm(cwd, { recursive: true }));

  const configure = (config: unknown): Promise<void> =>
    writeFile(path.join(cwd, 'pgairlock.config.json'), JSON.stringify(config));

  it('reads its migrations folder, levels and ignored files', async () => {
    await configure({
      migrations: 'changes',
      rules: { 'create-index-non-concurrent': 'info' },
      ignore: ['changes/a.sql'],
      transaction: 'autocommit',
    });
    const report = await lint({ cwd });
    expect(report.files.map((file) => file.path)).toEqual(['changes/b.sql']);
    expect(report.files[0]?.findings).toContainEqual(
      expect.objectContaining({ ruleId: 'create-index-non-concurrent', severity: 'info' }),
    );
  });

  it('says in which file an option of a rule is wrong', async () => {
    await configure({ migrations: 'changes', rules: { 'drop-table': ['error', { nonsense: 1 }] } });
    await expect(lint({ cwd })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(/^pgairlock\.config\.json: Options of rule "drop-table"/),
    });
  });

  it('reports a file that cannot be read, and goes on', async () => {
    await configure({ migrations: 'changes' });
    const broken = path.join(cwd, 'changes', '0.sql');
    await writeFile(broken, Buffer.from('\0GITCRYPT\0', 'latin1'));
    const report = await lint({ cwd });
    await rm(broken);
    expect(ruleIds(report, '0.sql')).toEqual(['unreadable-file']);
    expect(ruleIds(report, 'b.sql')).toContain('create-index-non-concurrent');
  });

  it('fixes what has a safe fix and leaves the files to the caller', async () => {
    await configure({ migrations: 'changes', transaction: 'autocommit' });
    const { fixed, report } = await fixMigrations({ cwd });
    expect([...fixed]).toEqual([
      [path.join(cwd, 'changes/b.sql'), expect.stringContaining('CREATE INDEX CONCURRENTLY')],
    ]);
    expect(ruleIds(report, 'b.sql')).not.toContain('create-index-non-concurrent');
  });
});

describe('explainRule', () => {
  it('knows every listed rule by its id', () => {
    expect(listRules().length).toBeGreaterThan(20);
    for (const rule of listRules()) expect(explainRule(rule.id)).toEqual(rule);
  });

  it('says what was probably meant', () => {
    expect(() => explainRule('drop-tabel')).toThrow(
      expect.objectContaining({ code: 'usage', message: 'There is no rule "drop-tabel". Did you mean "drop-table"?' }),
    );
  });
});
