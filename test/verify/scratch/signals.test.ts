import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { watchedServer } from '../../database/watched-server.js';

const server = await watchedServer();

/** A program that opens a scratch database, tells where, and works on it. */
const program = (place: object): string => `
  import { openScratch } from './src/verify/scratch/open-scratch.ts';
  const scratch = await openScratch({ supabase: true, sql: [], process }, ${JSON.stringify(place)});
  const [row] = await scratch.database.query("SELECT current_database() AS name, current_setting('data_directory') AS folder");
  console.log(JSON.stringify(row));
  await scratch.database.query('SELECT pg_sleep(600)');
`;

interface Started {
  readonly child: ChildProcess;
  readonly name: string;
  readonly folder: string;
}

async function start(place: object): Promise<Started> {
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', program(place)];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, ...JSON.parse(String(line)) };
}

async function end({ child }: Started, signal: NodeJS.Signals): Promise<unknown> {
  const exited = once(child, 'exit');
  child.kill(signal);
  const [, by] = await exited;
  return by;
}

describe.skipIf(!server.available)('told to end while it works', () => {
  const count = async (from: string): Promise<string | null | undefined> =>
    (await server.current().watch.query(`SELECT count(*) AS count FROM ${from}`))[0]?.count;

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s, its database and roles on a server are gone',
    async (signal) => {
      const started = await start({ kind: 'server', target: server.current().target });
      expect(await count(`pg_database WHERE datname = '${started.name}'`)).toBe('1');
      expect(await count("pg_roles WHERE rolname = 'anon'")).toBe('1');
      expect(await end(started, signal)).toBe(signal);
      expect(await count(`pg_database WHERE datname = '${started.name}'`)).toBe('0');
      expect(await count("pg_roles WHERE rolname = 'anon'")).toBe('0');
    },
    60_000,
  );

  test('its own server and the folder of it are gone', async () => {
    const started = await start({ kind: 'local', version: 15, folder: process.cwd() });
    expect(existsSync(started.folder)).toBe(true);
    expect(await end(started, 'SIGINT')).toBe('SIGINT');
    expect(existsSync(started.folder)).toBe(false);
  }, 60_000);
});
