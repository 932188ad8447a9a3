import { expect, test } from 'vitest';
import { gitlab } from '../../src/reporters/gitlab.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

const entriesOf = (report = fullReport) => JSON.parse(gitlab(report, env));

test('a full report', async () => {
  await expect(gitlab(fullReport, env)).toMatchFileSnapshot('snapshots/full-gitlab.json');
});

test('every entry has what GitLab requires', () => {
  for (const entry of entriesOf()) {
    expect(entry).toEqual({
      description: expect.stringMatching(/\S/),
      check_name: expect.stringMatching(/^[a-z-]+$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
      location: {
        path: expect.stringMatching(/^[^/]/),
        lines: { begin: expect.any(Number), end: expect.any(Number) },
      },
    });
  }
});

test('no two entries share a fingerprint, be it twice in a file or in two files', () => {
  const source = 'create index on a (b); create index on a (b);';
  const twice = [
    findingAt('/w/1.sql', source, 'create index on a (b)'),
    findingAt('/w/1.sql', source, '; create index on a (b);'),
  ];
  const other = [findingAt('/w/2.sql', source, 'create index on a (b)')];
  const entries = entriesOf(reportOf([fileReport('/w/1.sql', source, twice), fileReport('/w/2.sql', source, other)]));
  expect(new Set(entries.map((entry: { fingerprint: string }) => entry.fingerprint)).size).toBe(3);
});

test('an empty report is an empty list', () => {
  expect(entriesOf(reportOf([]))).toEqual([]);
});
