import { expect, test } from 'vitest';
import { junit } from '../../src/reporters/junit.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

test('a full report', async () => {
  await expect(junit(fullReport, env)).toMatchFileSnapshot('snapshots/full-junit.xml');
});

test('the counts are those of the cases', () => {
  const xml = junit(fullReport, env);
  const [, tests, failures] = /<testsuites [^>]*tests="(\d+)" failures="(\d+)"/.exec(xml) ?? [];
  expect(xml.match(/<testcase /g)).toHaveLength(Number(tests));
  expect(xml.match(/<failure /g)).toHaveLength(Number(failures));
});

test('a file without findings is a case that passes', () => {
  expect(junit(reportOf([fileReport('/w/1.sql', 'select 1;')]), env)).toContain(
    '<testcase classname="1.sql" name="clean"/>',
  );
});

test('what XML would misread is escaped, and what it cannot hold is replaced', () => {
  const message = 'a < b & "c"\u0000 ]]>';
  const finding = findingAt('/w/<1>.sql', 'x', 'x', { message, effect: '', workaround: '', url: '' });
  const xml = junit(reportOf([fileReport('/w/<1>.sql', 'x', [finding])]), env);
  expect(xml).toContain('message="a &lt; b &amp; &quot;c&quot;\ufffd ]]&gt;"');
  expect(xml).toContain('>error: a &lt; b &amp; "c"\ufffd ]]&gt;</failure>');
  expect(xml).toContain('<testsuite name="&lt;1&gt;.sql"');
});
