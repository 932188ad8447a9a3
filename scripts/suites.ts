/**
 * `tsx scripts/suites.ts <folder>`: how far we agree with the test suites of other linters. Fails where we differ and
 * nothing says why, and where something says why though we agree.
 */
import { serverVersions } from '../src/core/server.js';
import { rules } from '../src/rules/index.js';
import { loadLibpgQuery } from '../src/sql/libpg-query/adapter.js';
import { differences, proofDifferences } from './suites/differences.js';
import { ignoreDifferences, ignoreDisagreements, isAboutSuppression } from './suites/ignores.js';
import { type Judge, judgeCase, type Verdict } from './suites/judge-case.js';
import { disagreements } from './suites/lock-proofs.js';
import { type Case, readCases, readIgnoreCases, readLockProofs } from './suites/read-cases.js';
import { ruleMap } from './suites/rule-map.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: suites <folder>');

const parser = await loadLibpgQuery();
const known = new Set<string>(rules.map((rule) => rule.id));
const print = (line = ''): boolean => process.stdout.write(`${line}\n`);
const failures: string[] = [];

type Judged = Verdict & { readonly test: Case };

function runSuite(from: string, suite: string): void {
  const judge: Judge = { parser, suite, known, differences };
  const judged = readCases(from, suite).map((test): Judged => {
    const ids = ruleMap[suite]?.[test.rule];
    if (!ids) throw new Error(`${suite}: rule ${test.rule} is missing in the map`);
    return { test, ...judgeCase(judge, test, ids) };
  });
  const compared = judged.filter(({ kind }) => kind !== 'no rule');
  print(
    `\n## ${suite}: of ${judged.length} cases ${compared.length} compared, ${count(judged, 'agrees')} agree, ` +
      `${count(judged, 'on purpose')} differ on purpose, ${count(judged, 'wrong')} differ\n`,
  );
  for (const rule of new Set(judged.map(({ test }) => test.rule))) {
    const ofRule = judged.filter(({ test }) => test.rule === rule);
    print(`${rule}: ${describeRule(ofRule)}`);
  }
  for (const { test, ...verdict } of judged) if (verdict.kind === 'wrong') fail(suite, test, verdict.spoke);
  checkDifferences(suite, judged);
}

const count = (judged: readonly Judged[], kind: Verdict['kind']): number =>
  judged.filter((one) => one.kind === kind).length;

function describeRule(judged: readonly Judged[]): string {
  const wanted = new Set(judged.flatMap((one) => (one.kind === 'no rule' ? one.wanted : [])));
  const parts = [
    `${count(judged, 'agrees')} of ${judged.length} agree`,
    count(judged, 'on purpose') > 0 ? `${count(judged, 'on purpose')} on purpose not` : '',
    wanted.size > 0 ? `${count(judged, 'no rule')} wait for ${[...wanted].join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function fail(suite: string, test: Case, spoke: readonly string[]): void {
  const doubt = test.disputed ?? test.mode;
  const heading = `${suite}, ${test.rule} / ${test.name}: they ${test.expect}, we ${spoke.join(', ') || 'nothing'}`;
  failures.push(`${heading}${doubt ? ` (${doubt})` : ''}\n${test.sql.trim().replace(/^/gm, '    ')}`);
}

/** What `differences` says must be true. */
function checkDifferences(suite: string, judged: readonly Judged[]): void {
  const met = new Set(judged.flatMap(({ test, kind }) => (kind === 'on purpose' ? [`${test.rule}/${test.name}`] : [])));
  for (const { rule, cases } of differences.filter((one) => one.suite === suite))
    for (const name of cases)
      if (!met.has(`${rule}/${name}`)) failures.push(`${suite}, ${rule} / ${name}: listed as different, and is not`);
}

function runLockProofs(from: string): void {
  const versions = serverVersions.filter((version) => version >= 14);
  const proofs = readLockProofs(from);
  const wrong = proofs.flatMap((proof) =>
    versions.flatMap((version) =>
      disagreements(parser, proof, version).map((line) => ({ ddl: proof.ddl, line, version })),
    ),
  );
  const isListed = (one: { ddl: string; line: string }) =>
    proofDifferences.some(({ ddl, line }) => ddl === one.ddl && line === one.line);
  const unlisted = wrong.filter((one) => !isListed(one));
  print(
    `\n## Lock proofs: ${proofs.length} on ${versions.length} versions, ` +
      `${wrong.length - unlisted.length} differ on purpose, ${unlisted.length} differ`,
  );
  failures.push(...unlisted.map(({ ddl, line, version }) => `lock proof on ${version}: ${ddl}\n    ${line}`));
  for (const { ddl, line } of proofDifferences)
    for (const version of versions)
      if (!wrong.some((one) => one.ddl === ddl && one.line === line && one.version === version))
        failures.push(`lock proof on ${version}: ${ddl}: listed as different, and is not`);
}

function runIgnores(from: string): void {
  const all = readIgnoreCases(from);
  const cases = all.filter(isAboutSuppression);
  const ours = (rule: string) => ruleMap.squawk?.[rule]?.filter((id) => known.has(id));
  const wrong = cases.map((test) => ({ name: test.name, lines: ignoreDisagreements(parser, test, ours) }));
  const differing = wrong.filter(({ lines }) => lines.length > 0);
  const unlisted = differing.filter(({ name }) => ignoreDifferences[name] === undefined);
  print(
    `\n## Suppressions, of squawk: of ${all.length} cases ${cases.length} compared, ` +
      `${cases.length - differing.length} agree, ${differing.length - unlisted.length} differ on purpose, ` +
      `${unlisted.length} differ`,
  );
  failures.push(...unlisted.map(({ name, lines }) => `suppression ${name}: ${lines.join('; ')}`));
  for (const name of Object.keys(ignoreDifferences))
    if (!differing.some((one) => one.name === name))
      failures.push(`suppression ${name}: listed as different, and is not`);
}

for (const suite of Object.keys(ruleMap)) runSuite(folder, suite);
runLockProofs(folder);
runIgnores(folder);
if (failures.length > 0) {
  print('\n## Not accounted for');
  for (const failure of failures) print(`\n- ${failure}`);
  process.exitCode = 1;
}
