// Counts how often each rule speaks in the projects of a corpus, and writes it into the data of the rule pages:
//   npx tsx scripts/corpus-rates.ts <findings.jsonl> <corpus.md>
// Both come from one run of corpus-report.ts --preset strict --findings findings.jsonl > corpus.md
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RuleRate } from '../src/generate/rule-rate.js';
import { rules } from '../src/rules/index.js';
import { readFindings } from './recorded-findings.js';

const [findings, report] = process.argv.slice(2);
if (!findings || !report) throw new Error('Usage: corpus-rates.ts <findings.jsonl> <corpus.md>');

const all = readFindings(findings);

/** The files of each project, from the rows of the table. */
const filesOf = new Map(
  readFileSync(report, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .flatMap(([, , repository, files]) =>
      repository?.includes('/') && Number(files) > 0 ? [[repository, Number(files)] as const] : [],
    ),
);

/** In a folder of a few files, one finding is a large share. */
const fewFiles = 20;

function rateOf(rule: string): RuleRate {
  const own = all.filter(({ ruleId }) => ruleId === rule);
  const byProject = new Map<string, Set<string>>();
  for (const { repository, path: file } of own) {
    const places = byProject.get(repository) ?? new Set();
    byProject.set(repository, places.add(file));
  }
  const shares = [...byProject].map(([repository, places]) => {
    const count = filesOf.get(repository) ?? 0;
    return count < fewFiles ? 0 : places.size / count;
  });
  return {
    findings: own.length,
    files: [...byProject.values()].reduce((sum, places) => sum + places.size, 0),
    projects: byProject.size,
    most: Number(Math.max(0, ...shares).toFixed(3)),
  };
}

const data = {
  projects: filesOf.size,
  files: [...filesOf.values()].reduce((sum, count) => sum + count, 0),
  rules: Object.fromEntries(rules.filter(({ foundBy }) => foundBy === undefined).map(({ id }) => [id, rateOf(id)])),
};
const target = path.join(import.meta.dirname, 'field', 'rates.json');
writeFileSync(target, `${JSON.stringify(data, undefined, 2)}\n`);
