import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'suppression-without-reason',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Say why a check is turned off.',
    condition: 'A suppression comment gives no reason after ` -- `.',
    effect: 'Nobody who reads the file later can tell whether the danger was weighed or only silenced.',
    workaround:
      'Write the reason after two hyphens:\n\n```sql\n' +
      '-- pgairlock-disable-next-line drop-table -- empty since release 12, checked on production\nDROP TABLE books;\n```',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    noReason: '{directive} gives no reason: write it after " -- ".',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key);',
      sql: '-- pgairlock-disable-next-line drop-table\ndrop table books;',
      reports: ['noReason'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: '/* pgairlock-disable-file drop-table -- */\ndrop table books;',
      reports: ['noReason'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'drop table books; -- pgairlock-disable-line drop-table -- replaced by the library service',
      reports: [],
    },
    { sql: '-- create the first table\ncreate table books (id bigint primary key);', reports: [] },
  ],
  check: {
    *suppressions({ suppressions }) {
      for (const { form, reason, directive, span } of suppressions) {
        if (form !== 'unknown' && reason === undefined) yield { message: 'noReason', data: { directive }, at: span };
      }
    },
  },
});
