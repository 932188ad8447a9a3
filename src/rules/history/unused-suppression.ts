import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'unused-suppression',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Remove suppression comments that hide nothing.',
    condition:
      'A suppression comment names a rule that is on and reports nothing at that place. Not for rules that are off in this ' +
      'run: whether they would report cannot be told.',
    effect: 'Should the same place become dangerous later, the comment would hide it before anybody saw it.',
    workaround: 'Delete the comment, or the name of that rule in it.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    unused: 'This comment hides nothing: {rule} reports nothing here.',
  },
  examples: [
    {
      sql: '-- pgairlock-disable-next-line drop-table -- not used any more\ncreate table books (id bigint primary key);',
      reports: ['unused'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: '-- pgairlock-disable-next-line drop-table -- not used any more\nselect 1;\ndrop table books;',
      reports: ['unused'],
      because: 'The comment reaches the next statement and no further.',
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: '-- pgairlock-disable-next-line drop-table -- not used any more\ndrop table\n  books;',
      reports: [],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'select 1;\ndrop table books;\n-- pgairlock-disable-file drop-table -- not used any more',
      reports: [],
      because: 'A comment for the file may stand anywhere in it.',
    },
  ],
  check: {
    *suppressions({ suppressions }) {
      for (const { rules, span } of suppressions) {
        for (const { name: rule, active, used } of rules) {
          if (active && !used) yield { message: 'unused', data: { rule }, at: span, subject: rule };
        }
      }
    },
  },
});
