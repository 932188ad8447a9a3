/** `tsx scripts/parser-differential.ts <dir> [differences to print]`: holds the two parsers against each other. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { pureJs } from '../src/sql/pure-js/adapter.js';
import { unreadTag } from '../src/sql/pure-js/read-expression.js';
import { type Comparison, compareParsers, firstDifference, type Verdict } from './parser-comparison.js';

const [folder, printed = '20'] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: parser-differential <dir> [differences to print]');

const libpgQuery = await loadLibpgQuery();
const counts: Record<Verdict, number> = { equal: 0, different: 0, 'only first': 0, 'only second': 0, neither: 0 };
const refused = new Map<string, number>();
let left = Number(printed);
let partly = 0;

for (const file of fastGlob.sync('**/*.sql', { cwd: folder }).sort()) {
  for (const comparison of compareParsers(readFileSync(path.join(folder, file), 'utf8'), libpgQuery, pureJs)) {
    counts[comparison.verdict] += 1;
    if (comparison.verdict === 'only first') countRefused(comparison.sql);
    if (comparison.verdict === 'equal' && isPartlyRead(comparison)) partly += 1;
    if (isWorthShowing(comparison) && left > 0) show(file, comparison);
  }
}

function isPartlyRead({ second }: Comparison): boolean {
  return JSON.stringify(second).includes(`"tag":"${unreadTag}"`);
}

function isWorthShowing({ verdict }: Comparison): boolean {
  return verdict === 'different' || verdict === 'only second';
}

function countRefused(sql: string): void {
  const head = sql.toLowerCase().split(/\s+/, 2).join(' ');
  refused.set(head, (refused.get(head) ?? 0) + 1);
}

function show(file: string, { verdict, sql, first, second }: Comparison): void {
  left -= 1;
  process.stdout.write(`\n== ${verdict}: ${file}\n${sql.slice(0, 600)}\n`);
  process.stdout.write(`   ${firstDifference(first, second)?.slice(0, 600)}\n`);
}

const refusedMost = [...refused].sort((a, b) => b[1] - a[1]).slice(0, 25);
process.stdout.write(`\n${JSON.stringify(counts)}\n`);
process.stdout.write(`equal but for an expression that pure-js does not read: ${partly}\n`);
process.stdout.write('read by libpg-query only, most frequent first:\n');
for (const [head, count] of refusedMost) process.stdout.write(`${String(count).padStart(7)}  ${head}\n`);
