// Generates a down for every migration of a corpus and prints Markdown tables, by tool and by reason:
//   npx tsx scripts/corpus-generated-downs.ts <corpus> [--only text] [--list]
// A corpus holds the migrations of each project under <tool>/<project>/.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type GeneratedDown, generateDowns } from '../src/app/down-sql.js';
import { toProject } from '../src/app/to-project.js';
import { readInput } from '../src/sources/read-input.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { foldersIn, migrationFolders } from './corpus-folders.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, list: { type: 'boolean', default: false } },
});
const [corpus] = positionals;
if (!corpus) throw new Error('Usage: corpus-generated-downs.ts <corpus> [--only text] [--list]');

const parser = await loadLibpgQuery();

async function downsOf(folder: string): Promise<readonly GeneratedDown[]> {
  const batches = await readInput({ paths: [folder], cwd: corpus ?? '' });
  return batches
    .filter(({ complete }) => complete)
    .flatMap((batch) => generateDowns(toProject(batch, {}), parser, () => true));
}

interface Row {
  readonly name: string;
  readonly downs: readonly GeneratedDown[];
}

const rows: Row[] = [];
for (const tool of foldersIn(corpus)) {
  const downs: GeneratedDown[] = [];
  for (const project of foldersIn(tool).filter((folder) => path.relative(corpus, folder).includes(values.only))) {
    for (const folder of migrationFolders(project)) {
      try {
        downs.push(...(await downsOf(folder)));
      } catch (error) {
        const shown = path.relative(corpus, folder);
        process.stderr.write(`${shown}: ${error instanceof Error ? error.stack : error}\n`);
      }
    }
  }
  rows.push({ name: path.basename(tool), downs });
}

const all = rows.flatMap(({ downs }) => downs);
const share = (part: number, whole: number): string => `${part} (${Math.round((100 * part) / Math.max(whole, 1))} %)`;
const counts = ({ name, downs }: Row): string => {
  const cells = (['complete', 'partial', 'none'] as const).map((wanted) =>
    share(downs.filter(({ completeness }) => completeness === wanted).length, downs.length),
  );
  return `| ${name} | ${downs.length} | ${cells.join(' | ')} |`;
};
const reasons = new Map<string, number>();
for (const { notes } of all) {
  for (const reason of new Set(notes.map((note) => note.reason))) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}

process.stdout.write(
  [
    '| tool | migrations | complete | partial | none |',
    '|---|---|---|---|---|',
    ...rows.filter(({ downs }) => downs.length > 0).map(counts),
    counts({ name: 'all', downs: all }),
    '',
    '| not undone | migrations |',
    '|---|---|',
    ...[...reasons].toSorted(([, a], [, b]) => b - a).map(([reason, count]) => `| ${reason} | ${count} |`),
    '',
  ].join('\n'),
);
if (values.list) {
  for (const { path: file, notes } of all) {
    for (const { line, reason, message } of notes) process.stdout.write(`${file}:${line} [${reason}] ${message}\n`);
  }
}
