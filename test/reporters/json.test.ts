import { expect, test } from 'vitest';
import { json } from '../../src/reporters/json.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

test('a full report', async () => {
  await expect(json(fullReport, env)).toMatchFileSnapshot('snapshots/full-json.txt');
});

test('keys stand in the order that is documented', () => {
  const report = JSON.parse(json(fullReport, env));
  expect(Object.keys(report)).toEqual(['schema', 'tool', 'summary', 'files', 'project']);
  expect(Object.keys(report.summary)).toEqual([
    'files',
    'clean',
    'errors',
    'warnings',
    'infos',
    'statements',
    'unanalysed',
    'suppressed',
  ]);
  expect(Object.keys(report.files[1])).toEqual(['path', 'id', 'clean', 'findings']);
  expect(Object.keys(report.files[1].findings[0]).join(' ')).toBe(
    'ruleId category severity direction message effect workaround url line column endLine endColumn statement ' +
      'locks rewrites scans fixable suppressed',
  );
});

test('suppressed findings are in it, and do not make a file unclean', () => {
  const finding = findingAt('/w/1.sql', 'x', 'x', { suppressed: true, suppressionReason: 'Small.' });
  const report = JSON.parse(json(reportOf([fileReport('/w/1.sql', 'x', [finding])]), env));
  expect(report.summary).toMatchObject({ errors: 0, clean: 1, suppressed: 1 });
  expect(report.files[0]).toMatchObject({
    clean: true,
    findings: [{ ruleId: 'create-index-non-concurrent', suppressed: true, suppressionReason: 'Small.' }],
  });
});

test('a finding in another file than its migration names that file', () => {
  const finding = findingAt('/w/1.down.sql', 'x', 'x', { direction: 'down' });
  const report = JSON.parse(json(reportOf([fileReport('/w/1.up.sql', 'x', [finding])]), env));
  expect(report.files[0]).toMatchObject({ path: '1.up.sql', findings: [{ path: '1.down.sql' }] });
});

test('the same report always makes the same text, with a newline at the end', () => {
  const [first, ...rest] = fullReport.files;
  const shuffled = {
    ...fullReport,
    files: [first, ...rest].flatMap((file) => (file ? [{ ...file, findings: file.findings.toReversed() }] : [])),
  };
  expect(json(shuffled, env)).toBe(json(fullReport, env));
  expect(json(fullReport, env)).toMatch(/\}\n$/);
});
