/**
 * Reads every .sql file under a directory and prints what could not be read.
 * Usage: npx tsx scripts/corpus-parse.ts <directory> [--quiet]
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import fastGlob from 'fast-glob';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { readScript } from '../src/sql/read-script.js';

const [directory, ...flags] = process.argv.slice(2);
if (!directory) throw new Error('Usage: npx tsx scripts/corpus-parse.ts <directory> [--quiet]');
const quiet = flags.includes('--quiet');
const parser = await loadLibpgQuery();
const files = (await fastGlob('**/*.sql', { cwd: directory, absolute: true })).toSorted();
const unknown = new Map<string, number>();
const totals = { statements: 0, operations: 0, problems: 0, badFiles: 0, metaCommands: 0, notAnalysed: 0, dynamic: 0 };
let slowest = { file: '', milliseconds: 0 };

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function read(file: string): void {
  const text = readFileSync(file, 'utf8');
  const started = performance.now();
  const script = readScript(text, parser);
  const milliseconds = performance.now() - started;
  if (milliseconds > slowest.milliseconds) slowest = { file: relative(directory ?? '', file), milliseconds };
  totals.statements += script.statements.length;
  totals.problems += script.problems.length;
  totals.badFiles += script.problems.length > 0 ? 1 : 0;
  totals.metaCommands += script.metaCommands.length;
  for (const operation of script.statements.flatMap((statement) => statement.operations)) {
    totals.operations += 1;
    if (operation.kind === 'unknown') unknown.set(operation.tag, (unknown.get(operation.tag) ?? 0) + 1);
    if (operation.kind === 'dynamicSql' && operation.literal === undefined) totals.dynamic += 1;
    if (operation.kind !== 'doBlock' || operation.analysed) continue;
    totals.notAnalysed += 1;
    if (!quiet) console.log(`${relative(directory ?? '', file)}:${lineOf(text, operation.span.start)} DO not analysed`);
  }
  if (quiet) return;
  for (const { message, span } of script.problems) {
    console.log(`${relative(directory ?? '', file)}:${lineOf(text, span.start)} ${message}`);
  }
}

const started = performance.now();
for (const file of files) read(file);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log({ files: files.length, ...totals, seconds, slowest, unknown: Object.fromEntries(unknown) });
