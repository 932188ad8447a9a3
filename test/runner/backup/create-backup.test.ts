import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PgairlockError } from '../../../src/core/error.js';
import type { ServerTarget } from '../../../src/database/connection-target.js';
import type { Database } from '../../../src/database/database.js';
import { openDatabase } from '../../../src/database/open-database.js';
import type { BackupOptions } from '../../../src/runner/backup/backup.js';
import { createBackup } from '../../../src/runner/backup/create-backup.js';
import { listBackups } from '../../../src/runner/backup/list-backups.js';
import { failure } from './failure.js';
import { serverWithClients } from './server-with-clients.js';
import { asVersion, workplace } from './workplace.js';

const server = await serverWithClients();
const place = workplace();
const now = new Date('2026-03-04T05:06:07Z');
const env = { PATH: process.env.PATH };

describe.skipIf(!server.available)('a backup of a server', () => {
  if (!server.available) return;
  let target: ServerTarget;
  let database: Database;

  beforeAll(async () => {
    target = await server.newDatabase();
    database = await openDatabase(target);
    await database.execute('CREATE TABLE books (id int PRIMARY KEY, title text)');
    await database.execute("INSERT INTO books VALUES (1, 'Emma'), (2, 'Persuasion')");
    await database.execute('CREATE SCHEMA "Odd ""one"""');
    await database.execute('CREATE TABLE "Odd ""one""".things (id int)');
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  const folder = (): string => path.join(place().folder, 'backups');
  const backup = (over: Partial<BackupOptions> = {}): ReturnType<typeof createBackup> =>
    createBackup({ database, target, folder: folder(), env, now, ...over });
  const left = (): readonly string[] => readdirSync(folder()).filter((name) => name !== '.gitignore');

  test('holds the schema and the rows, in a file of its name', async () => {
    const result = await backup();
    expect(result.path).toBe(path.join(folder(), 'backup_20260304_050607.sql'));
    const text = readFileSync(result.path, 'utf8');
    expect(text).toContain('CREATE TABLE public.books');
    expect(text).toContain('2\tPersuasion\n');
    expect(result).toMatchObject({ format: 'sql', bytes: Buffer.byteLength(text), removed: [] });
    expect(left()).toEqual(['backup_20260304_050607.sql']);
  });

  test('may be read by its owner alone, and git leaves it out', async () => {
    const { path: file } = await backup();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: place().folder, encoding: 'utf8' });
    git('init', '-q');
    expect(git('status', '--porcelain', '--untracked-files=all')).toBe('');
  });

  test('leaves a folder that holds other files as it is', async () => {
    mkdirSync(folder());
    writeFileSync(path.join(folder(), 'notes.md'), 'mine');
    await backup();
    expect(existsSync(path.join(folder(), '.gitignore'))).toBe(false);
  });

  test('tells its origin, its server and its tables', async () => {
    await backup();
    const [listed] = await listBackups(folder());
    expect(listed).toMatchObject({ format: 'sql', complete: true, time: now });
    expect(listed?.facts).toEqual({
      largeObjects: 0,
      origin: `${target.host}:5432/${target.database}`,
      server: database.serverVersion,
      schemaOnly: false,
      tables: 2,
    });
  });

  test('does not overwrite another one of the same second', async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => openDatabase(target)));
    const results = await Promise.all(sessions.map((session) => backup({ database: session })));
    await Promise.all(sessions.map((session) => session.close()));
    expect(new Set(results.map((result) => path.basename(result.path)))).toEqual(
      new Set(['backup_20260304_050607.sql', 'backup_20260304_050607_2.sql', 'backup_20260304_050607_3.sql']),
    );
    expect((await listBackups(folder())).every(({ complete }) => complete)).toBe(true);
  });

  test('takes the schemas that are named, whatever their names', async () => {
    const { path: file } = await backup({ schemas: ['Odd "one"'] });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('CREATE TABLE "Odd ""one""".things');
    expect(text).not.toContain('books');
  });

  test('says which schema is missing', async () => {
    const error = await failure(backup({ schemas: ['shop'] }));
    expect(error.message).toContain('no matching schemas were found');
    expect(error.message).toContain('backup.schemas');
  });

  test('leaves the rows out where only the schema is asked for', async () => {
    const { path: file } = await backup({ schemaOnly: true });
    expect(readFileSync(file, 'utf8')).not.toContain('Persuasion');
  });

  test('tells how many bytes are written', async () => {
    const heard: number[] = [];
    const { bytes } = await backup({ onProgress: (written) => heard.push(written) });
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.at(-1)).toBe(bytes);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  });

  test('does not wait forever for a table that is locked', async () => {
    const other = await openDatabase(target);
    try {
      await other.execute('BEGIN');
      await other.execute('LOCK TABLE books IN ACCESS EXCLUSIVE MODE');
      const error = await failure(backup({ lockWait: 200 }));
      expect(error.code).toBe('backup-failed');
      expect(error.message).toContain('holds a lock on a table for more than 200 ms');
      expect(left()).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('says what a role lacks that cannot read every row', async () => {
    const role = `clerk_${process.pid}_${Date.now()}`;
    await database.execute(`CREATE ROLE ${role} LOGIN`);
    const clerk = { ...target, user: role };
    const session = await openDatabase(clerk);
    const asClerk = (): Promise<PgairlockError> => failure(backup({ database: session, target: clerk }));
    try {
      expect((await asClerk()).message).toMatch(/permission denied .*pg_read_all_data/);
      await database.execute(`GRANT pg_read_all_data TO ${role}`);
      await database.execute('ALTER TABLE books ENABLE ROW LEVEL SECURITY');
      expect((await asClerk()).message).toMatch(/row-level security .*BYPASSRLS/);
      expect(left()).toEqual([]);
    } finally {
      await session.close();
      await database.execute('ALTER TABLE books DISABLE ROW LEVEL SECURITY');
      await database.execute(`DROP ROLE ${role}`);
    }
  });

  test('goes on beside the advisory lock of the runner', async () => {
    await database.execute('SELECT pg_advisory_lock(7)');
    await expect(backup()).resolves.toMatchObject({ format: 'sql' });
    await database.execute('SELECT pg_advisory_unlock(7)');
  });

  test('goes to the target, whatever the environment names', async () => {
    const elsewhere = { PGHOST: '/nowhere', PGDATABASE: 'template1', PGOPTIONS: '-c search_path=x', PGSERVICE: 'none' };
    await backup({ env: { ...env, ...elsewhere } });
    expect((await listBackups(folder()))[0]?.facts?.tables).toBe(2);
  });

  describe('by a program that is not as it should be', () => {
    const fake = (lines: string): string => place().program('pg_dump', asVersion('15.1', lines));

    test('is refused where there is none, with the ways out', async () => {
      const error = await failure(backup({ pgDump: path.join(place().folder, 'none') }));
      expect(error.code).toBe('not-available');
      expect(error.message).toContain('backup.pgDump');
    });

    test('is refused where it is older than the server', async () => {
      const pgDump = place().program('pg_dump', asVersion('9.6.24', 'exit 9'));
      const error = await failure(backup({ pgDump }));
      expect(error.code).toBe('not-available');
      const major = Math.floor(database.serverVersion / 10_000);
      expect(error.message).toContain(`is version 9 (${pgDump}), and the server is version ${major}`);
      expect(error.message).toContain(`postgresql-client-${major}`);
      expect(error.message).toContain('--skip-backup');
      expect(existsSync(folder())).toBe(false);
    });

    test('takes the one of the server’s version where the first on PATH is another one', async () => {
      place().program('pg_dump', asVersion('99.1', 'exit 9'));
      const { pgDump } = await backup({ env: { PATH: `${place().folder}:${process.env.PATH}` } });
      expect(pgDump).not.toContain(place().folder);
    });

    test.each([
      ['fails', 'echo "pg_dump: error: out of luck" >&2; echo "CREATE TABLE half"; exit 1', 'out of luck'],
      ['fails without a word', 'exit 3', 'status 3'],
      ['writes nothing', 'exit 0', 'wrote nothing'],
      ['stops early', 'echo "CREATE TABLE half"', 'its last lines are missing'],
      ['is killed', 'echo "CREATE TABLE half"; kill -9 $$', 'SIGKILL'],
      [
        'says in its rows only that it is complete',
        'printf -- "--\\n-- PostgreSQL database dump complete\\n--\\nmore\\n"',
        'its last lines are missing',
      ],
    ])('leaves nothing where it %s', async (_name, lines, message) => {
      const error = await failure(backup({ pgDump: fake(lines) }));
      expect(error.code).toBe('backup-failed');
      expect(error.message).toContain(message);
      expect(error.message).not.toContain('\n');
      expect(left()).toEqual([]);
    });

    test('is ended, and leaves nothing, when it is stopped', async () => {
      const pidFile = path.join(place().folder, 'pid');
      const stop = new AbortController();
      const running = backup({ pgDump: fake(`echo half; echo $$ > ${pidFile}; exec sleep 60`), signal: stop.signal });
      const error = failure(running);
      while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await sleep(10);
      expect(left()).toEqual(['backup_20260304_050607.sql.partial']);
      stop.abort();
      expect((await error).message).toContain('was stopped');
      expect(left()).toEqual([]);
      expect(() => process.kill(Number(readFileSync(pidFile, 'utf8')), 0)).toThrow('ESRCH');
    });

    test('never has the password among its arguments, nor in an error', async () => {
      const report = path.join(place().folder, 'report');
      const pgDump = fake(`tr '\\0' ' ' < /proc/$$/cmdline > ${report}; printf '\\n%s' "$PGPASSWORD" >> ${report}
        echo "got $PGPASSWORD" >&2; exit 1`);
      const error = await failure(backup({ pgDump, target: { ...target, password: 's3cret-word' } }));
      const [commandLine, password] = readFileSync(report, 'utf8').split('\n');
      expect(commandLine).toContain('--format=plain');
      expect(commandLine).not.toContain('s3cret-word');
      expect(password).toBe('s3cret-word');
      expect(error.message).toContain('got ***');
      expect(JSON.stringify([error.message, error.stack])).not.toContain('s3cret-word');
    });
  });

  describe('where the disk', () => {
    const mountable = process.getuid?.() === 0 && process.platform === 'linux';

    test.skipIf(!mountable)('is full leaves nothing, and says so', async (context) => {
      const disk = path.join(place().folder, 'disk');
      mkdirSync(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'pipe' });
      } catch {
        return context.skip('no file system can be mounted here');
      }
      try {
        await database.execute('CREATE TABLE big AS SELECT repeat(i::text, 100) FROM generate_series(1, 5000) AS i');
        const error = await failure(backup({ folder: path.join(disk, 'backups') }));
        expect(error.code).toBe('backup-failed');
        expect(error.message).toContain('the disk is full');
        expect(readdirSync(path.join(disk, 'backups'))).toEqual(['.gitignore']);
      } finally {
        execFileSync('umount', [disk]);
        await database.execute('DROP TABLE big');
      }
    });

    test('has a file in the place of the folder, says so', async () => {
      writeFileSync(folder(), '');
      const error = await failure(backup());
      expect(error).toMatchObject({ code: 'backup-failed' });
      expect(error.message).toContain(`Cannot write the backup to ${folder()}`);
    });

    test.skipIf(process.getuid?.() === 0)('may not be written to, says so', async () => {
      mkdirSync(folder());
      chmodSync(folder(), 0o500);
      expect((await failure(backup())).message).toContain('this user may not write there');
    });
  });

  describe('deletes', () => {
    const at = (second: number): Date => new Date(now.getTime() + second * 1000);
    const backups = async (count: number, keep?: number): Promise<void> => {
      for (let second = 0; second < count; second += 1) await backup({ now: at(second), keep, schemaOnly: true });
    };

    test('all but the five newest', async () => {
      await backups(6);
      expect(left()).toEqual([8, 9, 10, 11, 12].map((n) => `backup_20260304_0506${String(n).padStart(2, '0')}.sql`));
    });

    test('all but as many as are to be kept, and tells which', async () => {
      await backups(2, 2);
      const { removed } = await backup({ now: at(5), keep: 1 });
      expect(removed).toEqual([7, 8].map((n) => path.join(folder(), `backup_20260304_05060${n}.sql`)));
      expect(left()).toEqual(['backup_20260304_050612.sql']);
    });

    test('nothing when the new one fails', async () => {
      await backups(2, 2);
      const pgDump = place().program('pg_dump', asVersion('15.1', 'exit 1'));
      await failure(backup({ now: at(9), keep: 1, pgDump }));
      expect(left()).toHaveLength(2);
    });

    test('no backup of another database, nor a file with another name', async () => {
      await backups(1);
      const other = await server.newDatabase();
      const elsewhere = await openDatabase(other);
      const foreign = ['backup_old.sql', 'backup_20200101_000000.sql', 'backup_20200101_000000.sql.bak'];
      for (const name of foreign) writeFileSync(path.join(folder(), name), 'mine');
      await backup({ now: at(1), keep: 1, database: elsewhere, target: other });
      await elsewhere.close();
      expect(left()).toEqual(['backup_20260304_050607.sql', 'backup_20260304_050608.sql', ...foreign].toSorted());
    });

    test('what killed programs left, after a day', async () => {
      mkdirSync(folder());
      const leave = (name: string, age: number): void => {
        const file = path.join(folder(), name);
        writeFileSync(file, '');
        utimesSync(file, at(-age), at(-age));
      };
      leave('backup_20260101_000000.sql.partial', 90_000);
      leave('backup_20260304_050000.sql.partial', 3600);
      leave('notes.sql.partial', 90_000);
      await backup();
      expect(left()).toEqual(['backup_20260304_050000.sql.partial', 'backup_20260304_050607.sql', 'notes.sql.partial']);
    });
  });
});

describe('a backup of a PGlite', () => {
  test('is its data in one file', async () => {
    const folder = path.join(place().folder, 'backups');
    const database = await openDatabase({ adapter: 'pglite' });
    try {
      await database.execute('CREATE TABLE books (id int)');
      const result = await createBackup({ database, target: { adapter: 'pglite' }, folder, env, now });
      expect(result).toMatchObject({ format: 'pglite', path: path.join(folder, 'backup_20260304_050607.tar.gz') });
      expect(result.bytes).toBe(statSync(result.path).size);
      expect([...readFileSync(result.path).subarray(0, 2)]).toEqual([0x1f, 0x8b]);
      expect(statSync(result.path).mode & 0o777).toBe(0o600);
    } finally {
      await database.close();
    }
  });
});
