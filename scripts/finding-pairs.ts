// Counts the statements about which two rules speak at once, by pair of rules:
//   npx tsx scripts/finding-pairs.ts <findings.jsonl> [--min 5] [--only rule-id] [--show 3]
// The findings come from corpus-report.ts --findings. Two findings on one statement may have one cause; most have two.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';

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

const recorded = z.object({
  tool: z.string(),
  repository: z.string(),
  ruleId: z.string(),
  direction: z.string(),
  path: z.string(),
  line: z.number(),
  statement: z.number().optional(),
});
type Recorded = z.infer<typeof recorded>;

const byStatement = new Map<string, Recorded[]>();
let count = 0;
for (const line of readFileSync(source, 'utf8').split('\n')) {
  if (line === '') continue;
  const finding = recorded.parse(JSON.parse(line));
  count += 1;
  if (finding.statement === undefined) continue;
  const key = [finding.tool, finding.repository, finding.path, finding.direction, finding.statement].join('\n');
  byStatement.set(key, [...(byStatement.get(key) ?? []), finding]);
}

const pairs = new Map<string, Recorded[]>();
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
  `${count} findings; statements with findings of 1 rule or more: ${atLeast(1)}, of 2: ${atLeast(2)}, of 3: ${atLeast(3)}, of 4: ${atLeast(4)}.\n`,
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
