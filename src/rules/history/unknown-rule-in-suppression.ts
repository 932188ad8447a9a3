import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'unknown-rule-in-suppression',
  category: 'history',
  severity: 'warning',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Name rules that exist in suppression comments.',
    condition:
      'A suppression comment names a rule that does not exist, names none at all, or begins with a directive that does not ' +
      'exist. The aliases of a rule count as its name.',
    effect: 'The comment turns nothing off.',
    workaround:
      'Use the rule id that the finding shows, with one of the three directives:\n\n```sql\n' +
      '-- pgairlock-disable-next-line drop-table -- why\n-- pgairlock-disable-line drop-table -- why\n' +
      '-- pgairlock-disable-file drop-table, drop-column -- why\n```',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    unknownRule: 'There is no rule {rule}.',
    unknownRuleSuggest: 'There is no rule {rule}. Did you mean {meant}?',
    noRule: '{directive} names no rule, so that it turns nothing off.',
    unknownDirective:
      '{directive} is no directive: use pgairlock-disable-next-line, pgairlock-disable-line or pgairlock-disable-file.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key);',
      sql: '-- pgairlock-disable-next-line drop-tabel -- not used any more\ndrop table books;',
      reports: ['unknownRuleSuggest'],
    },
    {
      sql: '-- pgairlock-disable-file xyzzy -- nothing happens\ncreate table books (id bigint primary key);',
      reports: ['unknownRule'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: '-- pgairlock-disable-next-line -- not used any more\ndrop table books;',
      reports: ['noRule'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: '-- pgairlock-disable-next drop-table -- not used any more\ndrop table books;',
      reports: ['unknownDirective'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: '-- pgairlock-disable-next-line drop-table -- not used any more\ndrop table books;',
      reports: [],
    },
    { sql: 'create table books (id bigint primary key);', reports: [] },
  ],
  check: {
    *suppressions({ suppressions }) {
      for (const { form, directive, rules, span: at } of suppressions) {
        if (form === 'unknown') yield { message: 'unknownDirective', data: { directive }, at };
        else if (rules.length === 0) yield { message: 'noRule', data: { directive }, at };
        else {
          for (const { name: rule, id, meant } of rules) {
            if (id !== undefined) continue;
            if (meant === undefined) yield { message: 'unknownRule', data: { rule }, at, subject: rule };
            else yield { message: 'unknownRuleSuggest', data: { rule, meant }, at, subject: rule };
          }
        }
      }
    },
  },
});
