import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/report.js';
import { github } from '../../src/reporters/github.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

const path = '/w/m/1,2:3.sql';
const linesFor = (source: string, findings: readonly Finding[]) =>
  github(reportOf([fileReport(path, source, findings)]), env).split('\n');

const terse = { effect: '', workaround: '', url: '' };

test('properties and text are escaped', () => {
  const [line] = linesFor('x', [findingAt(path, 'x', 'x', { ...terse, message: '50% of a,b:\r\nnext' })]);
  expect(line).toBe(
    '::error title=create-index-non-concurrent,file=m/1%2C2%3A3.sql,line=1,endLine=1,col=1,endColumn=2::50%25 of a,b:%0Anext',
  );
});

test('a finding of many lines has no columns', () => {
  const [line] = linesFor('a\nb', [findingAt(path, 'a\nb', 'a\nb', terse)]);
  expect(line).toContain(',line=1,endLine=2::');
});

test('effect, workaround and link follow the message', () => {
  const [line] = linesFor('x', [
    findingAt(path, 'x', 'x', {
      message: 'M.',
      effect: 'E.',
      workaround: 'drop a;\ndrop b;',
      url: 'https://example.org',
    }),
  ]);
  expect(line?.split('::')[2]).toBe('M.%0A%0AE.%0A%0AInstead:%0Adrop a;%0Adrop b;%0A%0Ahttps://example.org');
});

test('errors stand before warnings and notices, whatever file they are in, and suppressed findings are left out', () => {
  const commands = github(fullReport, env)
    .split('\n')
    .filter((line) => line.startsWith('::'))
    .map((line) => line.split(' ')[0]);
  expect(commands).toEqual(['::error', '::error', '::warning', '::warning', '::notice']);
});

test('more than GitHub shows of a type is said in the log', () => {
  const findings = Array.from({ length: 11 }, () => findingAt(path, 'x', 'x', terse));
  expect(linesFor('x', findings).slice(11)).toEqual([
    'GitHub shows 10 of 11 errors as annotations; this log holds all of them.',
    '1 file, 0 statements: 11 errors',
    '',
  ]);
  expect(linesFor('x', findings.slice(1)).slice(10)).toEqual(['1 file, 0 statements: 10 errors', '']);
});

test('a finding about the project has no place', () => {
  const report = reportOf([], [findingAt('', 'x', 'x', { ...terse, message: 'M.' })]);
  expect(github(report, env)).toMatch(/^::error title=create-index-non-concurrent::M\.\n/);
});
