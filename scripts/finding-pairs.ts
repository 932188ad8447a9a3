// Counts the statements about which two rules speak at once, by pair of rules:
//   npx tsx scripts/finding-pairs.ts <findings.jsonl> [--min 5] [--only rule-id] [--show 3]
// The findings come from corpus-report.ts --findings. Two findings on one statement may have one cause; most have two.
import { parseArgs } from 'node:util';
import { type RecordedFinding, readFindings } from './recorded-findings.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    min: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    show: { type: 'string', default: '0' },
  },
});
const [source] = positionals;
if (!source) throw new Error('Usage: finding-pairs.ts <findings.jsonl> [--min 5] [--only rule-id] [--show 3]');

const byStatement = new Map<string, RecordedFinding[]>();
const all = readFindings(source);
for (const finding of all) {
  if (finding.statement === undefined) continue;
  const key = [finding.tool, finding.repository, finding.path, finding.direction, finding.statement].join('\n');
  byStatement.set(key, [...(byStatement.get(key) ?? []), finding]);
}

const pairs = new Map<string, RecordedFinding[]>();
for (const findings of byStatement.values()) {
  const rules = [...new Set(findings.map(({ ruleId }) => ruleId))].sort();
  for (const [at, first] of rules.entries())
    for (const second of rules.slice(at + 1)) {
      const pair = `${first} | ${second}`;
      const one = findings.find(({ ruleId }) => ruleId === second);
      if (one) pairs.set(pair, [...(pairs.get(pair) ?? []), one]);
    }
}

const sizes = [...byStatement.values()].map((findings) => new Set(findings.map(({ ruleId }) => ruleId)).size);
const atLeast = (size: number): number => sizes.filter((rules) => rules >= size).length;
console.log(
  `${all.length} findings; statements with findings of 1 rule or more: ${atLeast(1)}, of 2: ${atLeast(2)}, of 3: ${atLeast(3)}, of 4: ${atLeast(4)}.\n`,
);
console.log('| rule | rule | statements |\n| --- | --- | --- |');
const chosen = [...pairs]
  .filter(([pair, places]) => places.length >= Number(values.min) && pair.includes(values.only))
  .sort(([, a], [, b]) => b.length - a.length);
for (const [pair, places] of chosen) {
  console.log(`| ${pair} | ${places.length} |`);
  for (const { tool, repository, path, line } of places.slice(0, Number(values.show)))
    console.log(`  ${tool}/${repository} ${path}:${line}`);
}
