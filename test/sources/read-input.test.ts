import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../src/sources/batch.js';
import { type InputOptions, readInput } from '../../src/sources/read-input.js';
import { readText } from '../../src/sources/read-text.js';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const read = (project: string, options: Partial<InputOptions> = {}): Promise<readonly Batch[]> =>
  readInput({ cwd: path.join(fixtures, project), paths: [], ...options });

async function readOnly(project: string, options: Partial<InputOptions> = {}): Promise<Batch> {
  const [batch, ...others] = await read(project, options);
  if (batch === undefined || others.length > 0) throw new Error('expected one batch');
  return batch;
}

const sqlOf = (text: string | undefined): string => (text ?? '').replace(/--.*/g, '').replace(/\s+/g, ' ').trim();

describe('a plain folder', () => {
  it('is read in order of names, downs joined to their ups', async () => {
    const { result, judged, complete } = await readOnly('plain');
    expect(complete).toBe(true);
    expect(result).toMatchObject({ format: 'plain', folder: 'migrations', supabase: false });
    expect(result.migrations.map(({ id, version, name, down }) => [id, version, name, down?.form, down?.path])).toEqual(
      [
        ['0001_create_readers', '0001', 'create_readers', 'live-section', 'migrations/0001_create_readers.sql'],
        ['0002_create_loans', '0002', 'create_loans', 'commented-section', 'migrations/0002_create_loans.sql'],
        [
          '0003_add_reader_email',
          '0003',
          'add_reader_email',
          'separate-file',
          'migrations/rollbacks/0003_add_reader_email.sql',
        ],
        ['0004_add_loan_note', '0004', 'add_loan_note', 'separate-file', 'migrations/0004_add_loan_note_down.sql'],
        ['0005_add_loan_state', '0005', 'add_loan_state', 'separate-file', 'migrations/0005_add_loan_state.down.sql'],
        ['0006_remove_loan_rollback', '0006', 'remove_loan_rollback', undefined, undefined],
      ],
    );
    expect(judged.has('migrations/0005_add_loan_state.down.sql')).toBe(true);
    expect(result.migrations[1]?.dependencies).toEqual(['0001_create_readers']);
    expect(result.migrations[0]?.header.description).toBe('People who may borrow books. One row a library card.');
  });

  it('reads the commented-out down and leaves the up around it', async () => {
    const { result } = await readOnly('plain');
    const loans = result.migrations[1];
    expect(sqlOf(loans?.down?.text)).toBe(
      'DROP FUNCTION overdue(date); DO $$ BEGIN CREATE TABLE IF NOT EXISTS loans_kept AS SELECT * FROM loans; END $$; DROP TABLE loans;',
    );
    expect(sqlOf(loans?.up.text)).toMatch(/RETURN .*; COMMENT ON TABLE loans IS 'One row a loan';$/);
  });

  it('names the down file that no migration has', async () => {
    const { result } = await readOnly('plain');
    expect(result.skipped.map(({ ruleId, path: file }) => [ruleId, file])).toEqual([
      ['unpaired-down-file', 'migrations/rollbacks/0099_gone.sql'],
    ]);
  });
});

describe('a Supabase project', () => {
  it('is detected, and its config says server and schemas', async () => {
    const { result } = await readOnly('supabase-shop');
    expect(result).toMatchObject({
      format: 'supabase',
      folder: 'supabase/migrations',
      supabase: true,
      exposedSchemas: ['public', 'storefront'],
      server: 17,
    });
    expect(result.migrations.map(({ version, name }) => `${version} ${name}`)).toEqual([
      '20260110090000 products',
      '20260112090000 orders',
      '20260115090000 carts',
    ]);
    expect(result.migrations.map(({ down }) => down?.form)).toEqual(['commented-section', 'separate-file', undefined]);
    expect(result.migrations[0]?.up.transaction).toBe('pipeline-standalone');
  });

  it('names the files that Supabase skips', async () => {
    const { result } = await readOnly('supabase-shop');
    expect(result.skipped).toMatchObject([
      { ruleId: 'bad-file-name', path: 'supabase/migrations/seed.sql', message: expect.stringContaining('skips') },
    ]);
  });

  it('is found below a folder that holds nothing else', async () => {
    const { result } = await readOnly('.', { cwd: fixtures, paths: ['supabase-shop/supabase/migrations'] });
    expect(result.folder).toBe('supabase-shop/supabase/migrations');
  });
});

describe('named files', () => {
  it('bring their history, and only they are judged', async () => {
    const { result, judged } = await readOnly('plain', { paths: ['migrations/0002_create_loans.sql'] });
    expect(result.migrations).toHaveLength(6);
    expect([...judged]).toEqual(['migrations/0002_create_loans.sql']);
  });

  it('may be down files', async () => {
    const { judged, result } = await readOnly('plain', { paths: ['migrations/rollbacks/0003_add_reader_email.sql'] });
    expect(result.format).toBe('plain');
    expect([...judged]).toEqual(['migrations/rollbacks/0003_add_reader_email.sql']);
  });

  it('of a rollbacks folder next to the migrations belong to them', async () => {
    const { judged, result } = await readOnly('supabase-shop', {
      paths: ['supabase/rollbacks/20260112090000_orders.sql'],
    });
    expect(result.format).toBe('supabase');
    expect([...judged]).toEqual(['supabase/rollbacks/20260112090000_orders.sql']);
  });

  it('may be given by a pattern', async () => {
    const { judged } = await readOnly('plain', { paths: ['migrations/*loan*.sql'], ignore: ['**/*_down.sql'] });
    expect([...judged]).toEqual([
      'migrations/0002_create_loans.sql',
      'migrations/0004_add_loan_note.sql',
      'migrations/0005_add_loan_state.up.sql',
      'migrations/0005_add_loan_state.down.sql',
      'migrations/0006_remove_loan_rollback.sql',
    ]);
  });

  it.each(['nowhere.sql', 'nowhere/*.sql'])('that are not there are an error: %s', async (missing) => {
    await expect(read('plain', { paths: [missing] })).rejects.toMatchObject({
      code: 'input-not-found',
      message: expect.stringContaining(missing),
    });
  });
});

describe('files outside of any history', () => {
  let cwd = '';
  beforeAll(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-'));
    await mkdir(path.join(cwd, 'scripts', 'deep'), { recursive: true });
    await mkdir(path.join(cwd, 'empty'));
    await writeFile(path.join(cwd, 'scripts', 'cleanup.sql'), 'DELETE FROM a;\n');
    await writeFile(path.join(cwd, 'scripts', 'deep', 'more.sql'), Buffer.from([0xff, 0xfe, 0x41, 0]));
  });
  afterAll(() => rm(cwd, { recursive: true }));

  it('are judged alone, each for itself', async () => {
    const batches = await readInput({ cwd, paths: ['scripts'] });
    expect(batches.map(({ complete, result }) => [complete, result.migrations[0]?.path])).toEqual([
      [false, 'scripts/cleanup.sql'],
      [false, 'scripts/deep/more.sql'],
    ]);
  });

  it('that cannot be read as text are a problem of theirs, not of the run', async () => {
    const [batch] = await readInput({ cwd, paths: ['scripts/deep/more.sql'] });
    expect(batch?.result.migrations[0]?.problems).toMatchObject([
      { ruleId: 'unreadable-file', path: 'scripts/deep/more.sql' },
    ]);
    expect(batch?.result.migrations[0]?.up.text).toBe('');
  });

  it('are a history where the config says that their folder is one', async () => {
    const [batch] = await readInput({ cwd, paths: [], migrations: path.join(cwd, 'scripts') });
    expect(batch).toMatchObject({
      complete: true,
      result: { format: 'plain', detectedBecause: 'the folder is configured' },
    });
  });

  it('may exist only as text, in the place of a file', async () => {
    const file = path.join(fixtures, 'plain/migrations/0007_new.sql');
    const overlay = new Map([[file, 'SELECT 7;']]);
    const [batch] = await readInput({ cwd: path.join(fixtures, 'plain'), paths: [file], overlay });
    expect(batch?.result.migrations.at(-1)?.up.text).toBe('SELECT 7;');
    expect([...(batch?.judged ?? [])]).toEqual(['migrations/0007_new.sql']);
    expect(readText('SELECT 1;', '<stdin>')).toMatchObject({
      complete: false,
      result: { migrations: [{ path: '<stdin>' }] },
    });
  });

  it('are missed with a line that says what to do', async () => {
    await expect(readInput({ cwd, paths: [] })).rejects.toMatchObject({ code: 'input-not-found', message: /Name one/ });
    await expect(readInput({ cwd, paths: ['empty'] })).rejects.toMatchObject({
      message: 'The folder empty holds no .sql file.',
    });
  });

  it('are read by the hundreds in a moment', async () => {
    const many = path.join(cwd, 'migrations');
    await mkdir(many);
    const names = Array.from({ length: 500 }, (_, at) => `${String(at).padStart(4, '0')}_step.sql`);
    await Promise.all(names.map((name) => writeFile(path.join(many, name), 'SELECT 1;\n')));
    const began = performance.now();
    const [batch] = await readInput({ cwd, paths: [] });
    expect(batch?.result.migrations).toHaveLength(500);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
