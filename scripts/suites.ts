/** `tsx scripts/suites.ts <folder>`: how far we agree with the test suites of other linters, and where not. */
import { serverVersions } from '../src/core/server.js';
import { rules } from '../src/rules/index.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { disagreements } from './suites/lock-proofs.js';
import { type Case, readCases, readLockProofs } from './suites/read-cases.js';
import { ruleMap } from './suites/rule-map.js';
import { rulesThatSpeak } from './suites/run-case.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: suites <folder>');

const parser = await loadLibpgQuery();
const known = new Set<string>(rules.map((rule) => rule.id));
const print = (line = ''): boolean => process.stdout.write(`${line}\n`);

interface Tally {
  agree: number;
  readonly disagreed: { readonly test: Case; readonly spoke: readonly string[] }[];
}

function runSuite(suite: string): void {
  const map = ruleMap[suite] ?? {};
  const tallies = new Map<string, Tally>();
  const without = new Map<string, number>();
  for (const test of readCases(folder ?? '', suite)) {
    const ours = (map[test.rule] ?? []).filter((id) => known.has(id));
    if (ours.length === 0) without.set(test.rule, (without.get(test.rule) ?? 0) + 1);
    else tally(tallies, test, ours);
  }
  report(suite, tallies, without);
}

function tally(tallies: Map<string, Tally>, test: Case, ours: readonly string[]): void {
  const speaking = rulesThatSpeak(parser, test);
  const spoke = ours.filter((id) => speaking.has(id));
  const entry = tallies.get(test.rule) ?? { agree: 0, disagreed: [] };
  tallies.set(test.rule, entry);
  if (spoke.length > 0 === (test.expect === 'flag')) entry.agree += 1;
  else entry.disagreed.push({ test, spoke });
}

function report(suite: string, tallies: ReadonlyMap<string, Tally>, without: ReadonlyMap<string, number>): void {
  const agree = [...tallies.values()].reduce((sum, entry) => sum + entry.agree, 0);
  const all = [...tallies.values()].reduce((sum, entry) => sum + entry.agree + entry.disagreed.length, 0);
  print(`\n## ${suite}: ${agree} of ${all} cases agree\n`);
  for (const [rule, { agree: same, disagreed }] of tallies) print(`${rule}: ${same} of ${same + disagreed.length}`);
  for (const [rule, count] of without) print(`${rule}: no rule of ours (${count} cases)`);
  for (const { test, spoke } of [...tallies.values()].flatMap((entry) => entry.disagreed)) {
    const doubt = test.disputed ?? test.mode;
    print(
      `\n- ${test.rule} / ${test.name}: they ${test.expect}, we ${spoke.join(', ') || 'nothing'}${doubt ? ` (${doubt})` : ''}`,
    );
    print(test.sql.trim().replace(/^/gm, '    '));
  }
}

function runLockProofs(): void {
  const versions = serverVersions.filter((version) => version >= 14);
  const proofs = readLockProofs(folder ?? '');
  const wrong = proofs.flatMap((proof) =>
    versions.flatMap((version) =>
      disagreements(parser, proof, version).map((line) => `- ${version}, ${proof.rule}: ${proof.ddl}\n    ${line}`),
    ),
  );
  print(`\n## Lock proofs: ${proofs.length} on ${versions.length} versions, ${wrong.length} disagreements\n`);
  for (const line of wrong) print(line);
}

for (const suite of Object.keys(ruleMap)) runSuite(suite);
runLockProofs();
