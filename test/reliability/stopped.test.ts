import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServerTarget } from '../../src/database/connection-target.js';
import type { Database } from '../../src/database/database.js';
import { openDatabase } from '../../src/database/open-database.js';
import { type BuiltProgram, buildProgram } from '../cli/built-program.js';
import { realServer } from '../database/real-server.js';
import { history } from '../runner/execute/session.js';

const server = await realServer();

describe.skipIf(!server.available)('a program that is told to stop', () => {
  if (!server.available) return;
  let program: BuiltProgram;
  let target: ServerTarget;
  let observer: Database;
  let root: string;
  beforeAll(async () => {
    program = await buildProgram('stopped');
  }, 60_000);
  beforeEach(async () => {
    target = await server.newDatabase();
    observer = await openDatabase(target);
    root = mkdtempSync(path.join(tmpdir(), 'pgairlock-stopped-'));
    mkdirSync(path.join(root, 'migrations'));
    return async () => {
      await observer.close();
      rmSync(root, { recursive: true });
    };
  });
  afterAll(() => server.stop());

  const write = (name: string, up: string): void =>
    writeFileSync(path.join(root, 'migrations', name), `${up}\n\n-- ROLLBACK START\n-- SELECT 1;\n-- ROLLBACK END\n`);

  function start(...flags: readonly string[]) {
    const { host, port, user, database, password } = target;
    const env = {
      PATH: process.env.PATH,
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGDATABASE: database,
      ...(password === undefined ? {} : { PGPASSWORD: password }),
    };
    const forced = ['--force', '--reason', 'a test', '--yes', '--skip-backup'];
    const child = spawn(process.execPath, [program.script, 'up', ...forced, ...flags], { cwd: root, env });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const ended = new Promise<{ readonly status: number | null; readonly text: string }>((done) =>
      child.once('close', (status) => done({ status, text })),
    );
    return { child, ended };
  }

  const sessions = (): Promise<readonly unknown[]> =>
    observer.query(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
  async function untilItRuns(words: string): Promise<void> {
    for (let left = 600; left > 0; left -= 1) {
      const rows = await observer.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND state = 'active' AND query LIKE $1`,
        [`${words}%`],
      );
      if (rows.length > 0) return;
      await sleep(20);
    }
    throw new Error(`it never ran: ${words}`);
  }

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'cancels the statement that runs, and leaves no session behind that goes on (%s)',
    async (signal) => {
      write('0001_slow.sql', 'CREATE TABLE half (a int);\nSELECT pg_sleep(60);');
      write('0002_later.sql', 'CREATE TABLE later (a int);');
      const { child, ended } = start();
      await untilItRuns('SELECT pg_sleep');
      child.kill(signal);
      const { status, text } = await ended;
      expect(status).toBe(2);
      expect(text).toContain('Nothing of 0001_slow is left');
      expect(text).toContain('0002_later was not begun');
      expect(await sessions()).toEqual([]);
      expect(await history(observer)).toEqual(['0001_slow failed']);
      expect(await observer.query("SELECT to_regclass('half') AS it")).toEqual([{ it: null }]);
    },
    60_000,
  );

  test('leaves no invalid index of a build that is canceled', async () => {
    await observer.execute('CREATE TABLE public.books (id int)');
    write('0001_index.sql', 'CREATE INDEX CONCURRENTLY books_id ON public.books (id);');
    const writer = await openDatabase(target);
    await writer.execute('BEGIN');
    await writer.execute('INSERT INTO public.books VALUES (1)');
    const { child, ended } = start('--lock-timeout', '60000');
    await untilItRuns('CREATE INDEX CONCURRENTLY');
    child.kill('SIGINT');
    await sleep(500);
    await writer.execute('COMMIT');
    await writer.close();
    expect((await ended).status).toBe(2);
    expect(await observer.query("SELECT to_regclass('books_id') AS it")).toEqual([{ it: null }]);
    expect(await sessions()).toEqual([]);
    const again = start('--resume');
    expect((await again.ended).status).toBe(0);
    expect(await history(observer)).toEqual(['0001_index applied']);
  }, 60_000);
});
