import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { sarif } from '../../src/reporters/sarif.js';
import { env, fileReport, findingAt, fullReport, indexRule, reportOf } from './report-fixture.js';
import { sarifSchema } from './sarif-schema.js';

const ajv = new Ajv({ allErrors: true, strict: false });
formats.default(ajv);
const validate = ajv.compile(sarifSchema);

const runOf = (report = fullReport) => JSON.parse(sarif(report, env)).runs[0];

test('what it writes is valid SARIF 2.1.0', () => {
  validate(JSON.parse(sarif(fullReport, env)));
  expect(validate.errors).toBeNull();
  validate(JSON.parse(sarif(reportOf([]), env)));
  expect(validate.errors).toBeNull();
});

test('the schema refuses what is not SARIF', () => {
  const log = JSON.parse(sarif(fullReport, env));
  log.runs[0].results[0].level = 'info';
  expect(validate(log)).toBe(false);
});

test('a full report', async () => {
  await expect(sarif(fullReport, env)).toMatchFileSnapshot('snapshots/full.sarif');
});

test('the index of a rule leads to its metadata, and a rule that is not listed has none', () => {
  const { results, tool } = runOf();
  for (const { ruleId, ruleIndex } of results) {
    if (ruleIndex !== undefined) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  }
  expect(results.find(({ ruleId }: { ruleId: string }) => ruleId === 'no-longer-a-rule')).not.toHaveProperty(
    'ruleIndex',
  );
});

test('a fingerprint does not change when lines are put before the statement', () => {
  const source = 'create index on a (b);';
  const moved = `-- more\n\n${source}`;
  const prints = (text: string) =>
    runOf(reportOf([fileReport('/w/1.sql', text, [findingAt('/w/1.sql', text, source)])])).results[0]
      .partialFingerprints;
  expect(prints(moved)).toEqual(prints(source));
});

test('the same statement twice in a file has two fingerprints', () => {
  const source = 'create index on a (b); create index on a (b);';
  const findings = [
    findingAt('/w/1.sql', source, 'create index on a (b)'),
    findingAt('/w/1.sql', source, '; create index on a (b);', { statement: 1 }),
  ];
  const { results } = runOf(reportOf([fileReport('/w/1.sql', source, findings)]));
  const hashes = results.map((result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints);
  expect(hashes[0].primaryLocationLineHash).not.toBe(hashes[1].primaryLocationLineHash);
});

test('a region of a fix holds what the fix replaces, also after characters of two units', () => {
  const source = "select '😀';\nselect 2;";
  const start = source.lastIndexOf('2');
  const finding = findingAt('/w/1.sql', source, 'select 2', {
    fix: [{ span: { start, end: start + 1 }, text: '3' }],
  });
  const [result] = runOf(reportOf([fileReport('/w/1.sql', source, [finding])])).results;
  expect(result.fixes[0].artifactChanges[0].replacements).toEqual([
    { deletedRegion: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 9 }, insertedContent: { text: '3' } },
  ]);
});

test('uris are relative to the root and percent-encoded', () => {
  const path = '/w/my migrations/50% ünlü.sql';
  const { results, artifacts } = runOf(reportOf([fileReport(path, 'x', [findingAt(path, 'x', 'x')])]));
  const location = { uri: 'my%20migrations/50%25%20%C3%BCnl%C3%BC.sql', uriBaseId: '%SRCROOT%' };
  expect(artifacts[0].location).toEqual(location);
  expect(results[0].locations[0].physicalLocation.artifactLocation).toEqual(location);
});

test('a suppressed finding says so with its reason, and every other says that it is not', () => {
  const suppressions = runOf().results.map((result: { suppressions: unknown }) => result.suppressions);
  expect(suppressions).toHaveLength(6);
  expect(suppressions.filter((list: unknown[]) => list.length > 0)).toEqual([
    [{ kind: 'inSource', justification: 'The table is empty.' }],
  ]);
});

test('severities are levels of SARIF', () => {
  const at = (severity: 'error' | 'warning' | 'info') =>
    runOf({
      ...reportOf([fileReport('/w/1.sql', 'x', [findingAt('/w/1.sql', 'x', 'x', { severity })])]),
      rules: [{ ...indexRule, severity }],
    });
  for (const [severity, level] of [
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
  ] as const) {
    expect(at(severity).results[0].level).toBe(level);
    expect(at(severity).tool.driver.rules[0].defaultConfiguration.level).toBe(level);
  }
});

test('statements that could not be analysed are notifications of the run, at their lines', () => {
  expect(runOf().invocations[0].toolExecutionNotifications).toEqual([
    {
      level: 'note',
      message: { text: '1 statement could not be analysed.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'supabase/migrations/0002_books.sql', uriBaseId: '%SRCROOT%' },
            region: { startLine: 6 },
          },
        },
      ],
    },
  ]);
});
