// Replays every Supabase project of a corpus from an empty database and prints a Markdown table:
//   npx tsx scripts/corpus-replay.ts <corpus> [--only text] [--list] [--postgres 15] [--enable pg_cron]
// A corpus holds the migrations of each project under <project>/.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toProject } from '../src/app/to-project.js';
import { serverVersions } from '../src/core/server.js';
import { readInput } from '../src/sources/read-input.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { replay } from '../src/verify/replay/replay.js';
import type { ReplayedMigration, ReplayFailure } from '../src/verify/replay/replayed.js';
import { openScratch, type ScratchPlace } from '../src/verify/scratch/open-scratch.js';
import { foldersIn, migrationFolders } from './corpus-folders.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    /** A major version of PostgreSQL that is installed here, instead of PGlite. */
    postgres: { type: 'string' },
    /** An extension that projects enable elsewhere, as in the dashboard. */
    enable: { type: 'string', multiple: true, default: [] },
  },
});
const [corpus] = positionals;
if (!corpus) throw new Error('Usage: corpus-replay.ts <corpus> [--only text] [--list]');

const parser = await loadLibpgQuery();
const version = serverVersions.find((one) => String(one) === values.postgres);
const place: ScratchPlace =
  values.postgres === undefined ? { kind: 'pglite' } : { kind: 'local', version, folder: process.cwd() };

interface Outcome {
  readonly replayed: readonly ReplayedMigration[];
  readonly standIns: readonly string[];
  readonly seconds: number;
}

async function replayFolder(folder: string): Promise<Outcome | undefined> {
  const batches = await readInput({ paths: [folder], cwd: corpus ?? '' });
  const batch = batches.find(({ complete, result }) => complete && result.migrations.length > 0);
  if (!batch) return undefined;
  const project = toProject(batch, {});
  const began = performance.now();
  const sql = project.migrations.map(({ up }) => up.text);
  const scratch = await openScratch({ supabase: project.supabase, sql, enabled: values.enable, process }, place);
  try {
    const replayed = await replay(scratch, project.migrations, { parser, resetsSession: project.supabase });
    return { replayed, standIns: await scratch.standIns(), seconds: (performance.now() - began) / 1000 };
  } finally {
    await scratch.dispose();
  }
}

const sum = (outcome: Outcome, of: (one: ReplayedMigration) => number): number =>
  outcome.replayed.reduce((total, one) => total + of(one), 0);

/** The causes of failures, those that follow from others counted apart. */
function causes({ replayed }: Outcome): string {
  const failures = replayed.flatMap((one) => one.failures);
  const own = new Map<string, number>();
  for (const failure of failures.filter(({ consequenceOf }) => consequenceOf === undefined)) {
    own.set(causeOf(failure), (own.get(causeOf(failure)) ?? 0) + 1);
  }
  const followers = failures.filter(({ consequenceOf }) => consequenceOf !== undefined).length;
  const listed = [...own].toSorted(([, a], [, b]) => b - a).map(([cause, count]) => `${cause} (${count})`);
  return [...listed, ...(followers > 0 ? [`follow from these (${followers})`] : [])].join('; ');
}

const causeOf = ({ sqlstate, message }: ReplayFailure): string => `${sqlstate} ${message.replaceAll('|', '\\|')}`;

const rows: string[] = [];
for (const project of foldersIn(corpus)) {
  const shown = path.relative(corpus, project);
  if (!shown.includes(values.only)) continue;
  for (const folder of migrationFolders(project)) {
    const outcome = await replayFolder(folder);
    if (!outcome) continue;
    const failures = outcome.replayed.flatMap((one) => one.failures);
    const whole = outcome.replayed.filter((one) => one.failures.length === 0).length;
    rows.push(
      `| ${shown.replace('__', '/')} | ${outcome.replayed.length} | ${whole} | ${sum(outcome, (one) => one.statements)} | ${failures.length} | ${outcome.seconds.toFixed(0)} s | ${outcome.standIns.join(', ')} | ${causes(outcome)} |`,
    );
    if (!values.list) continue;
    for (const one of outcome.replayed) {
      for (const { span, sqlstate, message, detail, context, consequenceOf } of one.failures) {
        const follows = consequenceOf ? ` [follows from ${consequenceOf.migration}]` : '';
        process.stdout.write(
          `${one.path}@${span.start} ${sqlstate}: ${message}${follows}${detail ? ` | ${detail}` : ''}${context ? ` | ${context.replaceAll('\n', ' / ')}` : ''}\n`,
        );
      }
      for (const { span, message } of one.notes) process.stdout.write(`${one.path}@${span.start} note: ${message}\n`);
    }
  }
}
process.stdout.write(
  [
    '| project | migrations | replayed wholly | statements | failures | time | stood in for | causes |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n'),
);
