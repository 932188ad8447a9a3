import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What it costs to apply migrations by a runner: 200 small files on an empty database, each runner a process of its own from
 * its start to its end. `DATABASE_URL=postgres://… npm --prefix bench run up`; its role must be able to create databases.
 */
const files = 200;
const rounds = 3;
const here = path.dirname(fileURLToPath(import.meta.url));
const url = process.env.DATABASE_URL;
if (url === undefined) throw new Error('Set DATABASE_URL to a server on which databases can be created.');

const table = (number: number): string =>
  `CREATE TABLE public.shelf_${number} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text NOT NULL);\n`;
const undo = (number: number): string => `DROP TABLE public.shelf_${number};\n`;
const nameOf = (number: number): string => `${String(number).padStart(4, '0')}_shelf_${number}.sql`;

/** The same files with the markers of each tool. */
const texts: Readonly<Record<string, (number: number) => string>> = {
  plain: (number) => `${table(number)}\n-- ROLLBACK START\n-- ${undo(number)}-- ROLLBACK END\n`,
  dbmate: (number) => `-- migrate:up\n${table(number)}\n-- migrate:down\n${undo(number)}`,
  'node-pg-migrate': (number) => `-- Up Migration\n${table(number)}\n-- Down Migration\n${undo(number)}`,
};

const root = mkdtempSync(path.join(tmpdir(), 'pgairlock-bench-'));

function write(format: string): string {
  const folder = path.join(root, format, 'migrations');
  mkdirSync(folder, { recursive: true });
  for (let number = 1; number <= files; number += 1)
    writeFileSync(path.join(folder, nameOf(number)), texts[format]?.(number) ?? '');
  return folder;
}

const plain = write('plain');
const script = path.join(root, 'all.sql');
writeFileSync(
  script,
  Array.from({ length: files }, (_, at) => `BEGIN;\n\\i ${path.join(plain, nameOf(at + 1))}\nCOMMIT;\n`).join(''),
);

interface Runner {
  readonly name: string;
  readonly program: string;
  readonly args: (database: string) => readonly string[];
  readonly cwd: string;
}

const bin = (name: string): string => path.join(here, 'node_modules/.bin', name);
const pgairlock = path.join(here, '../bin/pgairlock.js');
const upArgs = (database: string): readonly string[] => [pgairlock, 'up', '--skip-backup', '--database-url', database];

const runners: readonly Runner[] = [
  { name: 'psql', program: 'psql', cwd: root, args: (db) => ['-q', '-v', 'ON_ERROR_STOP=1', '-d', db, '-f', script] },
  { name: 'pgairlock up', program: process.execPath, cwd: path.dirname(plain), args: upArgs },
  {
    name: 'dbmate',
    program: bin('dbmate'),
    cwd: root,
    args: (db) => ['--no-dump-schema', '-d', write('dbmate'), '--url', db, 'up'],
  },
  {
    name: 'node-pg-migrate',
    program: bin('node-pg-migrate'),
    cwd: root,
    args: () => ['up', '-m', write('node-pg-migrate'), '--no-single-transaction', '--no-verbose'],
  },
];

const psql = (statement: string): void => {
  execFileSync('psql', ['-q', '-d', url, '-c', statement], { stdio: 'ignore' });
};

function measure({ program, args, cwd }: Runner): number {
  psql('DROP DATABASE IF EXISTS pgairlock_bench');
  psql('CREATE DATABASE pgairlock_bench');
  const target = new URL(url ?? '');
  target.pathname = '/pgairlock_bench';
  const all = args(target.href);
  const env = { ...process.env, DATABASE_URL: target.href };
  const started = performance.now();
  execFileSync(program, all, { cwd, env, stdio: 'ignore' });
  const took = performance.now() - started;
  const count = `SELECT count(*) FROM pg_class WHERE relname LIKE 'shelf%' AND relkind = 'r'`;
  const made = execFileSync('psql', ['-tA', '-d', target.href, '-c', count], { encoding: 'utf8' }).trim();
  if (made !== String(files)) throw new Error(`${program} made ${made} tables.`);
  return took;
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

const there = runners.filter(({ program }) => !program.includes('node_modules') || existsSync(program));
const times = new Map<string, number[]>(there.map(({ name }) => [name, []]));
// In turns, so that what else the machine does meets all of them.
for (let round = 0; round < rounds; round += 1)
  for (const runner of there) times.get(runner.name)?.push(measure(runner));
const base = median(times.get('psql') ?? []);
for (const [name, own] of times)
  console.log(`${name.padEnd(16)} ${median(own).toFixed(0).padStart(6)} ms  ${(median(own) / base).toFixed(1)}x`);
psql('DROP DATABASE pgairlock_bench');
rmSync(root, { recursive: true });
