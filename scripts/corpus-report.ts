// Lints every project of a corpus and prints a Markdown table:
//   npx tsx scripts/corpus-report.ts <corpus> [--findings out.jsonl] [--only text] [--preset name]
// A corpus holds SOURCES.tsv (tool, repository, …) and the files of each project under <tool>/<owner>__<name>/.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runLint } from '../src/app/lint.js';
import type { Finding, Report } from '../src/core/report.js';
import { presetNames } from '../src/engine/rule.js';
import { migrationFolders } from './corpus-folders.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { findings: { type: 'string' }, only: { type: 'string', default: '' }, preset: { type: 'string' } },
});
const corpus = positionals[0] && path.resolve(positionals[0]);
const preset = presetNames.find((name) => name === values.preset);
if (!corpus) throw new Error('Usage: corpus-report.ts <corpus> [--findings out.jsonl] [--only text] [--preset name]');

interface Project {
  readonly tool: string;
  readonly repository: string;
  readonly folder: string;
}

const projects: readonly Project[] = readFileSync(path.join(corpus, 'SOURCES.tsv'), 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .flatMap(([tool, repository]) =>
    tool && repository ? [{ tool, repository, folder: path.join(corpus, tool, repository.replace('/', '__')) }] : [],
  )
  .filter(({ tool, repository, folder }) => existsSync(folder) && `${tool}/${repository}`.includes(values.only));

const findingsOf = (report: Report): readonly Finding[] => [
  ...report.project,
  ...report.files.flatMap((file) => file.findings),
];

function countBy(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

const rows: string[] = [];
const lines: string[] = [];
const all: Finding[] = [];
let statements = 0;
let unanalysed = 0;
for (const { tool, repository, folder } of projects) {
  const began = performance.now();
  const reports: Report[] = [];
  for (const place of migrationFolders(folder)) {
    const { report } = await runLint({ cwd: place, paths: [place], configFile: false, config: { preset } });
    reports.push(report);
  }
  const files = reports.flatMap((report) => report.files);
  const findings = reports.flatMap(findingsOf).filter((finding) => !finding.suppressed);
  const count = files.reduce((sum, file) => sum + file.statements, 0);
  const unread = files.reduce((sum, file) => sum + file.unanalysed, 0);
  statements += count;
  unanalysed += unread;
  all.push(...findings);
  for (const { effect: _, workaround: __, ...finding } of findings)
    lines.push(JSON.stringify({ tool, repository, ...finding }));
  const syntax = findings.filter(({ ruleId }) => ruleId === 'syntax-error').length;
  const severity = (name: string): number => findings.filter((finding) => finding.severity === name).length;
  const clean = files.filter((file) => file.findings.every((finding) => finding.severity !== 'error')).length;
  const top = [...countBy(findings)].slice(0, 4).map(([rule, times]) => `${rule} ${times}`);
  rows.push(
    `| ${[tool, repository, files.length, clean, count, syntax, unread, severity('error'), severity('warning'), severity('info'), top.join(', '), `${Math.round(performance.now() - began)} ms`].join(' | ')} |`,
  );
}

const columns = [
  'tool',
  'project',
  'files',
  'clean',
  'statements',
  'syntax errors',
  'not analysed',
  'errors',
  'warnings',
  'infos',
  'loudest rules',
  'time',
];
console.log(`| ${columns.join(' | ')} |\n|${columns.map(() => ' --- ').join('|')}|\n${rows.join('\n')}\n`);
console.log(
  `${projects.length} projects, ${statements} statements, ${unanalysed} not analysed (${((100 * unanalysed) / Math.max(1, statements)).toFixed(3)} %), ${all.length} findings.\n`,
);
console.log('| rule | findings |\n| --- | --- |');
for (const [rule, times] of countBy(all)) console.log(`| ${rule} | ${times} |`);
if (values.findings) writeFileSync(values.findings, `${lines.join('\n')}\n`);
