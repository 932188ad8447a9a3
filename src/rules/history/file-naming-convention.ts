import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const start = { start: 0, end: 0 };
const books = 'create table books (id bigint);';

const date = '20\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
const time = '(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d';
const words = '[a-z0-9]+(?:_[a-z0-9]+)*';
const patterns: ReadonlyMap<string, string> = new Map([
  ['date-sequence', `${date}_\\d{3}_${words}`],
  ['timestamp', `${date}${time}_${words}`],
  ['sequence', `\\d{3,6}_${words}`],
]);

export default defineRule({
  id: 'file-naming-convention',
  category: 'history',
  severity: 'warning',
  presets: { strict: true },
  docs: {
    summary: 'Name migrations as the team has agreed.',
    condition:
      'The id of a migration (its file name without `.sql`) does not match the configured pattern. Without a pattern the ' +
      'rule says nothing.',
    effect: 'Files do not sort as people expect, and scripts that rely on their names miss some.',
    workaround: 'Rename the file before it is applied anywhere.',
    references: [],
  },
  options: z.strictObject({
    pattern: z
      .string()
      .refine(
        (pattern) => patterns.has(pattern) || isRegExp(pattern),
        'expected a pattern name or a regular expression',
      )
      .optional()
      .describe(
        '`date-sequence` (`20260131_001_add_books`), `timestamp` (`20260131120000_add_books`), `sequence` ' +
          '(`0001_add_books`), or a regular expression for the whole id.',
      ),
  }),
  messages: { name: 'The name {id} does not follow the convention {pattern}.' },
  examples: [
    { sql: books, ids: ['books'], options: { pattern: 'date-sequence' }, reports: ['name'] },
    { sql: books, ids: ['20261301120000_books'], options: { pattern: 'timestamp' }, reports: ['name'] },
    { sql: books, ids: ['v1__books'], options: { pattern: 'v\\d+_[a-z]+' }, reports: ['name'] },
    { sql: books, ids: ['20260131_001_add_books'], options: { pattern: 'date-sequence' }, reports: [] },
    { sql: books, ids: ['20260131120000_add_books'], options: { pattern: 'timestamp' }, reports: [] },
    { sql: books, ids: ['Books!'], reports: [], because: 'No pattern is configured.' },
  ],
  check: {
    *history({ project, options: { pattern } }) {
      if (pattern === undefined || !project.complete) return;
      const whole = new RegExp(`^(?:${patterns.get(pattern) ?? pattern})$`, 'u');
      for (const { id, path } of project.migrations) {
        if (!whole.test(id)) yield { message: 'name', data: { id, pattern }, at: start, path, subject: id };
      }
    },
  },
});

function isRegExp(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}
