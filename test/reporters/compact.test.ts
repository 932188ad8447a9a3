import { expect, test } from 'vitest';
import { compact } from '../../src/reporters/compact.js';
import { env, fileReport, findingAt, fullReport, reportOf } from './report-fixture.js';

test('one line a finding, by file and place, then the counts', () => {
  expect(compact(fullReport, env)).toBe(
    [
      'supabase/migrations/0002_books.sql:2:1: error: Building index books_title blocks writes to books. [create-index-non-concurrent]',
      'supabase/migrations/0002_books.sql:5:3: warning: Column note of books is json. [json-column]',
      'supabase/migrations/0002_books.sql:5:34: error: Dropping column isbn of books loses its data. [drop-column]',
      'supabase/migrations/0003_shelves.down.sql:1:1: info: Building index books_title blocks writes to books. [no-longer-a-rule]',
      '(project): warning: Two migrations have version 0002. [unordered-name]',
      '3 files, 5 statements: 2 errors, 2 warnings, 1 info, 1 suppressed, 1 statement not analysed',
      '',
    ].join('\n'),
  );
});

test('a message of many lines stays on one line, without control characters', () => {
  const finding = findingAt('/w/1.sql', 'x', 'x', { message: 'Column "a\u001b[31m"\r\n  is wide.' });
  expect(compact(reportOf([fileReport('/w/1.sql', 'x', [finding])]), env).split('\n')[0]).toBe(
    '1.sql:1:1: error: Column "a�[31m" is wide. [create-index-non-concurrent]',
  );
});

test('without findings only the counts are left', () => {
  expect(compact(reportOf([fileReport('/w/1.sql', 'select 1;')]), env)).toBe('1 file, 1 statement: nothing found\n');
});

test('a file beside the folder is named from it, and a relative path stays as it is', () => {
  const report = reportOf(['/v/1.sql', '<stdin>'].map((path) => fileReport(path, 'x', [findingAt(path, 'x', 'x')])));
  const lines = compact(report, env).split('\n');
  expect(lines[0]).toMatch(/^\.\.\/v\/1\.sql:1:1: /);
  expect(lines[1]).toMatch(/^<stdin>:1:1: /);
});
