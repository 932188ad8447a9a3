import { expect, test } from 'vitest';
import { markdown } from '../../src/reporters/markdown.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

const path = '/w/1.sql';

test('a full report', async () => {
  await expect(markdown(fullReport, env)).toMatchFileSnapshot('snapshots/full.md');
});

test('a clean report says so', () => {
  expect(markdown(reportOf([fileReport(path, 'select 1;')]), env)).toBe(
    '### ✅ Nothing stops these migrations\n\n1 file, 1 statement: nothing found.\n',
  );
});

test('names cannot break the table, make tags or call people', () => {
  const message = 'Column "a|b" of <script> @team *x*.';
  const text = markdown(reportOf([fileReport(path, 'x', [findingAt(path, 'x', 'x', { message })])]), env);
  expect(text).toContain('| Column "a\\|b" of &lt;script> @\u200bteam \\*x\\*. |');
});

test('one way out is written once for all findings that share it', () => {
  const findings = ['x', 'y', 'z'].map((part) => findingAt(path, 'x y z', part));
  const text = markdown(reportOf([fileReport(path, 'x y z', findings)]), env);
  expect(text.match(/Create it in a migration of its own/g)).toHaveLength(1);
});

test('a report longer than a comment can be is cut between files, and says how many are left', () => {
  const files = Array.from({ length: 300 }, (_, at) => {
    const file = `/w/${at}.sql`;
    return fileReport(file, 'x', [findingAt(file, 'x', 'x')]);
  });
  const text = markdown(reportOf(files), env);
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/\n\d+ more files have findings that do not fit into one comment\.\n$/);
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
  const shown = text.match(/^#### /gm)?.length ?? 0;
  expect(text).toContain(`\n${300 - shown} more files`);
});
