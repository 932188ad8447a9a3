// Draws findings of a corpus for a person to judge, the same ones for the same seed:
//   npx tsx scripts/sample-findings.ts <findings.jsonl> [--count 60] [--each 4] [--seed 1] [--rule a,b] [--project text]
// The findings come from corpus-report.ts --findings. Rules take turns in a shuffled order, so a rule with three
// findings is as likely to be read as one with three thousand.
import { parseArgs } from 'node:util';
import { type RecordedFinding, readFindings } from './recorded-findings.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '60' },
    each: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    rule: { type: 'string', default: '' },
    project: { type: 'string', default: '' },
  },
});
const [source] = positionals;
if (!source) throw new Error('Usage: sample-findings.ts <findings.jsonl> [--count 60] [--each 4] [--seed 1]');

/** Numbers in [0, 1) that follow from the seed alone: mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher and Yates' shuffle, as a new list. */
function shuffled<T>(items: readonly T[], next: () => number): readonly T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(Math.floor(next() * rest.length), 1));
  return order;
}

const wantedRules = values.rule.split(',').filter((rule) => rule !== '');
const findings = readFindings(source)
  .filter(({ ruleId }) => wantedRules.length === 0 || wantedRules.includes(ruleId))
  .filter(({ tool, repository }) => `${tool}/${repository}`.includes(values.project));

const next = numbersFrom(Number(values.seed));
const byRule = new Map<string, RecordedFinding[]>();
for (const finding of findings) byRule.set(finding.ruleId, [...(byRule.get(finding.ruleId) ?? []), finding]);
const piles = shuffled([...byRule.keys()].sort(), next).map((rule) => shuffled(byRule.get(rule) ?? [], next));

const drawn: RecordedFinding[] = [];
for (let turn = 0; turn < Number(values.each); turn += 1)
  for (const pile of piles) {
    const finding = pile[turn];
    if (finding && drawn.length < Number(values.count)) drawn.push(finding);
  }

for (const [index, finding] of drawn.entries())
  console.log(
    `${index + 1}. ${finding.ruleId} (${finding.severity}, ${finding.direction}) ${finding.tool}/${finding.repository}\n` +
      `   ${finding.path}:${finding.line}:${finding.column}\n   ${finding.message}`,
  );
