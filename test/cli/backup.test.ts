import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Row } from '../../src/database/database.js';
import { rowsOf } from '../database/rows-of.js';
import { serverWithClients } from '../runner/backup/server-with-clients.js';
import { asVersion, workplace } from '../runner/backup/workplace.js';
import { type BuiltProgram, buildProgram, type Exit } from './built-program.js';

const server = await serverWithClients();
const place = workplace();
let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram('backup');
});

const urlOf = ({ user, host, database }: ServerTarget): string =>
  `postgres:///${database}?user=${user}&host=${encodeURIComponent(host)}`;

describe.skipIf(!server.available)('the commands backup and restore, on a server', () => {
  if (!server.available) return;
  let target: ServerTarget;
  beforeEach(async () => {
    target = await server.newDatabase();
    await sql('CREATE TABLE books (id int)', 'INSERT INTO books VALUES (1)');
  });
  afterAll(() => server.stop());

  const sql = (...statements: readonly string[]): Promise<readonly Row[]> => rowsOf(target, ...statements);
  const run = (...args: readonly string[]): Promise<Exit> =>
    program.run(place().folder, args, '', { DATABASE_URL: urlOf(target) });
  const books = (): Promise<readonly Row[]> => sql('SELECT * FROM books');

  test('back up, list, and take back what was done since', async () => {
    const made = await run('backup');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toMatch(/^Backed up .* to backups\/backup_\d{8}_\d{6}\.sql {2}/);
    expect((await run('backup', '--list')).stdout).toMatch(
      new RegExp(`backup_\\d{8}_\\d{6}\\.sql .* ${target.host}:5432/${target.database}`),
    );
    await sql('DELETE FROM books', 'CREATE TABLE later ()');

    const refused = await run('restore');
    expect(refused).toMatchObject({ status: 1, stdout: expect.stringContaining('holds 2 tables') });
    const unasked = await run('restore', '--clean');
    expect(unasked).toMatchObject({ status: 1, stdout: expect.stringContaining('--yes') });
    await expect(books()).resolves.toEqual([]);

    const restored = await run('restore', '--clean', '--yes');
    expect(restored).toMatchObject({ status: 0, stderr: '' });
    expect(restored.stdout).toContain('1 table, no history of migrations.');
    await expect(books()).resolves.toEqual([{ id: '1' }]);
  });

  test('tell what they did as JSON', async () => {
    const { stdout } = await run('backup', '--json', '--to', 'safe', '--schema', 'public');
    const made = JSON.parse(stdout);
    expect(made).toMatchObject({ schema: 1, command: 'backup', format: 'sql', removed: [] });
    expect(path.dirname(made.path)).toBe(path.join(place().folder, 'safe'));
    expect(JSON.parse((await run('backup', '--list', '--to', 'safe', '--json')).stdout).backups).toEqual([
      expect.objectContaining({ complete: true, facts: expect.objectContaining({ schemas: ['public'] }) }),
    ]);
    const refused = await run('restore', '--from', 'safe', '--json');
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ outcome: 'refused', refusal: { kind: 'not-empty' } });
    const restored = await run('restore', '--from', 'safe', '--json', '--clean', '-y');
    expect(JSON.parse(restored.stdout)).toMatchObject({
      command: 'restore',
      outcome: 'restored',
      tables: 1,
      warnings: [],
    });
  });

  test('restore another database’s backup only where it is named', async () => {
    await run('backup');
    const [name = ''] = readdirSync(path.join(place().folder, 'backups')).filter((file) => file.endsWith('.sql'));
    target = await server.newDatabase();
    const unnamed = await run('restore');
    expect(unnamed.status).toBe(2);
    expect(unnamed.stderr).toContain('no backup of this database');
    expect(await run('restore', name)).toMatchObject({ status: 0 });
    await expect(books()).resolves.toEqual([{ id: '1' }]);
  });

  test('keep to the config', async () => {
    const pgDump = place().program('old_dump', asVersion('9.6', 'exit 1'));
    const config = { backup: { folder: 'kept', keep: 1, schemas: ['public'] } };
    const write = (more: object): void =>
      writeFileSync(
        path.join(place().folder, 'pgairlock.config.json'),
        JSON.stringify({ ...config, backup: { ...config.backup, ...more } }),
      );
    write({});
    for (let count = 0; count < 2; count += 1) expect(await run('backup')).toMatchObject({ status: 0 });
    const kept = readdirSync(path.join(place().folder, 'kept')).filter((file) => file.endsWith('.sql'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(path.join(place().folder, 'kept', kept[0] ?? ''), 'utf8')).toContain('"schemas":["public"]');
    write({ pgDump });
    const { status, stderr } = await run('backup');
    expect(status).toBe(2);
    expect(stderr).toContain('is version 9');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('leave nothing half-written when they are interrupted', async () => {
    const pidFile = path.join(place().folder, 'pid');
    const pgDump = place().program('slow', asVersion('99.1', `echo half; echo $$ > ${pidFile}; exec sleep 60`));
    writeFileSync(path.join(place().folder, 'pgairlock.config.json'), JSON.stringify({ backup: { pgDump } }));
    const running = new Promise<number | null>((resolve) => {
      const options = { cwd: place().folder, env: { PATH: process.env.PATH, DATABASE_URL: urlOf(target) } };
      const child = execFile(process.execPath, [program.script, 'backup'], options);
      child.on('exit', resolve);
      void (async () => {
        while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await sleep(20);
        child.kill('SIGINT');
      })();
    });
    await expect(running).resolves.toBe(2);
    expect(readdirSync(path.join(place().folder, 'backups'))).toEqual(['.gitignore']);
    expect(() => process.kill(Number(readFileSync(pidFile, 'utf8')), 0)).toThrow('ESRCH');
  });

  test('never show the password', async () => {
    const env = { DATABASE_URL: 'postgres://postgres:s3cret-word@127.0.0.1:1/nowhere' };
    for (const command of ['backup', 'restore']) {
      const { status, stdout, stderr } = await program.run(place().folder, [command], '', env);
      expect(status).toBe(2);
      expect(stderr).toContain('postgres@127.0.0.1:1/nowhere');
      expect(stdout + stderr).not.toContain('s3cret-word');
    }
  });
});

describe('the commands backup and restore, on a PGlite', () => {
  test('back up and restore', { timeout: 120_000 }, async () => {
    const run = (...args: readonly string[]): Promise<Exit> =>
      program.run(place().folder, args, '', { DATABASE_URL: 'pglite:./dev.db' });
    mkdirSync(path.join(place().folder, 'backups'));
    expect(await run('restore')).toMatchObject({ status: 2 });
    expect(await run('backup')).toMatchObject({ status: 0, stdout: expect.stringMatching(/\.tar\.gz/) });
    expect(await run('restore')).toMatchObject({ status: 0, stdout: expect.stringContaining('0 tables') });
  });

  test('say which options are wrong', async () => {
    expect(await program.run(place().folder, ['backup', '--keep', '0'])).toMatchObject({ status: 2, stdout: '' });
    expect(await program.run(place().folder, ['backup'])).toMatchObject({ status: 2, stdout: '' });
  });
});
