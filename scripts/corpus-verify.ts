// Measures every statement of the projects of a corpus and prints how often effects/ agrees, as Markdown tables:
//   npx tsx scripts/corpus-verify.ts <corpus> [--only text] [--list] [--rows] [--postgres 15]
// A corpus holds the migrations of each project under <project>/.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toProject } from '../src/app/to-project.js';
import { verifyProject } from '../src/app/verify/verify-project.js';
import { formatQualified } from '../src/core/name.js';
import { serverVersions } from '../src/core/server.js';
import { readInput } from '../src/sources/read-input.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import type { Agreement } from '../src/verify/measure/agreement.js';
import type { ScratchPlace } from '../src/verify/scratch/open-scratch.js';
import { foldersIn, migrationFolders } from './corpus-folders.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    /** Every mismatch in a line. */
    list: { type: 'boolean', default: false },
    /** Fill the tables: the weak locks that this takes hide those of statements. */
    rows: { type: 'boolean', default: false },
    postgres: { type: 'string' },
  },
});
const [corpus] = positionals;
if (!corpus) throw new Error('Usage: corpus-verify.ts <corpus> [--only text] [--list] [--rows]');

const parser = await loadLibpgQuery();
const version = serverVersions.find((one) => String(one) === values.postgres);
const place: ScratchPlace =
  values.postgres === undefined ? { kind: 'pglite' } : { kind: 'local', version, folder: process.cwd() };

interface Count {
  agrees: number;
  missed: number;
  claimed: number;
}

const none = (): Count => ({ agrees: 0, missed: 0, claimed: 0 });
const byFact = new Map<string, Count>();
const rows: string[] = [];

/** Locks by what they stop, as weak ones keep hardly anybody waiting. */
function classOf({ fact, claimed, measured, verdict }: Agreement): string {
  if (fact !== 'lock') return fact === 'rewrite' ? 'rewrite' : 'index build';
  return (verdict === 'missed' ? measured : (claimed ?? measured)) ?? 'lock';
}

function add(count: Count, verdict: Agreement['verdict']): void {
  if (verdict === 'agrees') count.agrees += 1;
  else if (verdict === 'missed') count.missed += 1;
  else count.claimed += 1;
}

const percent = ({ agrees, missed, claimed }: Count): string => {
  const all = agrees + missed + claimed;
  return all === 0 ? '' : `${((100 * agrees) / all).toFixed(2)} %`;
};

for (const folder of foldersIn(corpus)) {
  const shown = path.relative(corpus, folder);
  if (!shown.includes(values.only)) continue;
  for (const migrations of migrationFolders(folder)) {
    const batches = await readInput({ paths: [migrations], cwd: corpus });
    const batch = batches.find(({ complete, result }) => complete && result.migrations.length > 0);
    if (!batch) continue;
    const project = toProject(batch, {});
    const began = performance.now();
    const history = await verifyProject({
      project,
      folder: migrations,
      parser,
      judged: () => true,
      place,
      options: { only: ['measure'], rows: values.rows },
    }).catch((error: unknown) => {
      process.stderr.write(`${shown}: ${error instanceof Error ? error.stack : error}\n`);
      return undefined;
    });
    if (!history) continue;
    const count = none();
    let [statements, unmeasured] = [0, 0];
    for (const [index, { measured }] of history.migrations.entries()) {
      statements += measured?.measured.length ?? 0;
      unmeasured += measured?.unmeasured.length ?? 0;
      for (const { agreements, span } of measured?.measured ?? []) {
        for (const agreement of agreements) {
          add(count, agreement.verdict);
          const key = classOf(agreement);
          const ofFact = byFact.get(key) ?? none();
          byFact.set(key, ofFact);
          add(ofFact, agreement.verdict);
          if (!values.list || agreement.verdict === 'agrees') continue;
          const { up } = project.migrations[index] ?? {};
          const text = up?.text.slice(span.start, span.end).replace(/\s+/g, ' ').slice(0, 160);
          const { verdict, fact, relation, kind, claimed, measured: seen } = agreement;
          process.stdout.write(
            `${verdict} ${fact} ${kind} ${formatQualified(relation)} claimed=${claimed ?? '-'} measured=${seen ?? '-'} | ${path.basename(up?.path ?? '')}@${span.start} | ${text}\n`,
          );
        }
      }
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    rows.push(
      `| ${shown.replace('__', '/')} | ${history.migrations.length} | ${statements} | ${unmeasured} | ${count.agrees} | ${count.claimed} | ${count.missed} | ${percent(count)} | ${seconds} s |`,
    );
    process.stderr.write(`${rows.at(-1)}\n`);
  }
}
process.stdout.write(
  [
    '| project | migrations | statements measured | not measured | agrees | claimed more | missed | agreement | time |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    '| fact | agrees | claimed more | missed | agreement |',
    '|---|---|---|---|---|',
    ...[...byFact].map(
      ([fact, one]) => `| ${fact} | ${one.agrees} | ${one.claimed} | ${one.missed} | ${percent(one)} |`,
    ),
    '',
  ].join('\n'),
);
