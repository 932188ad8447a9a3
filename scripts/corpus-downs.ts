// Holds every hand-written down of a corpus against its up and prints a Markdown table:
//   npx tsx scripts/corpus-downs.ts <corpus> [--only text] [--list]
// A corpus holds the migrations of each project under <tool>/<project>/.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toProject } from '../src/app/to-project.js';
import type { Finding } from '../src/core/report.js';
import { lintHistory } from '../src/engine/lint-history.js';
import downDestroysData from '../src/rules/history/down-destroys-data.js';
import downNotInverse from '../src/rules/history/down-not-inverse.js';
import { readInput } from '../src/sources/read-input.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { foldersIn, migrationFolders } from './corpus-folders.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, list: { type: 'boolean', default: false } },
});
const [corpus] = positionals;
if (!corpus) throw new Error('Usage: corpus-downs.ts <corpus> [--only text] [--list]');

const parser = await loadLibpgQuery();
const rules = [downNotInverse, downDestroysData].map((rule) => ({
  rule,
  severity: rule.severity,
  options: rule.options.parse({}),
}));

interface Outcome {
  readonly migrations: number;
  readonly downs: number;
  readonly findings: readonly Finding[];
}

/** Histories that were read already: a folder of downs leads to that of its ups. */
const seen = new Set<string>();

async function lintFolder(folder: string): Promise<Outcome> {
  const batches = await readInput({ paths: [folder], cwd: corpus ?? '' });
  const outcomes = batches
    .filter(({ complete, result }) => complete && !seen.has(result.folder ?? '') && seen.add(result.folder ?? ''))
    .map((batch): Outcome => {
      const project = toProject(batch, {});
      const { files } = lintHistory({ project, parser, rules, judged: () => true });
      return {
        migrations: project.migrations.length,
        downs: project.migrations.filter(({ down }) => down !== undefined).length,
        findings: files.flatMap(({ findings }) => findings).filter(({ suppressed }) => !suppressed),
      };
    });
  return merge(outcomes);
}

const merge = (outcomes: readonly Outcome[]): Outcome => ({
  migrations: outcomes.reduce((sum, { migrations }) => sum + migrations, 0),
  downs: outcomes.reduce((sum, { downs }) => sum + downs, 0),
  findings: outcomes.flatMap(({ findings }) => findings),
});

const count = ({ findings }: Outcome, ruleId: string, severity: string): number =>
  findings.filter((finding) => finding.ruleId === ruleId && finding.severity === severity).length;

const rows: string[] = [];
for (const tool of foldersIn(corpus)) {
  for (const project of foldersIn(tool)) {
    const shown = path.relative(corpus, project);
    if (!shown.includes(values.only)) continue;
    const outcomes: Outcome[] = [];
    for (const folder of migrationFolders(project, (names) => names.includes('revert'))) {
      outcomes.push(
        await lintFolder(folder).catch((error: unknown) => {
          process.stderr.write(`${path.relative(corpus, folder)}: ${error instanceof Error ? error.message : error}\n`);
          return merge([]);
        }),
      );
    }
    const outcome = merge(outcomes);
    const [warnings, infos] = ['warning', 'info'].map((severity) => count(outcome, 'down-not-inverse', severity));
    const destroys = count(outcome, 'down-destroys-data', 'error');
    if (outcome.downs > 0) {
      rows.push(`| ${shown} | ${outcome.migrations} | ${outcome.downs} | ${warnings} | ${infos} | ${destroys} |`);
    }
    if (!values.list) continue;
    for (const { path: file, line, severity, ruleId, message } of outcome.findings) {
      process.stdout.write(`${file}:${line} ${severity} ${ruleId}: ${message}\n`);
    }
  }
}
process.stdout.write(
  [
    '| project | migrations | downs | not inverse | info | destroys data |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n'),
);
