import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'empty-migration',
  aliases: ['empty-or-comment-only'],
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Do not keep migrations that do nothing.',
    condition: 'The file holds no statement: it is empty, or all of it is white space and comments.',
    effect:
      'It is recorded as applied and changes nothing. Mostly the SQL was never saved, or a section marker is misspelt, and ' +
      'the change is missed later.',
    workaround: 'Write the SQL that belongs there, or delete the file before it is applied anywhere.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    empty: 'This migration is empty.',
    onlyComments: 'This migration holds comments and no SQL.',
  },
  examples: [
    { sql: '', reports: ['empty'] },
    { sql: ' \n\n', reports: ['empty'] },
    { sql: '-- create table books (id bigint);\n', reports: ['onlyComments'] },
    { sql: 'create table books (id bigint);', reports: [] },
    { sql: 'crate table books;', reports: [], because: 'It is not empty, it is wrong: `syntax-error` says so.' },
  ],
  check: {
    *fileStart({ script, section, migration }) {
      const isRead = [script.statements, script.problems, script.metaCommands].some(({ length }) => length > 0);
      // What the reader could not make out, it has told already.
      const isExplained = migration.problems.some(({ path }) => path === section.path);
      if (isRead || isExplained) return;
      const [first] = script.comments;
      if (first) yield { message: 'onlyComments', at: first.span };
      else yield { message: 'empty', at: { start: 0, end: 0 } };
    },
  },
});
