import { z } from 'zod';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'repeated-column',
  aliases: ['duplicate-column'],
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Name each column of a statement once.',
    condition:
      'A CREATE TABLE or CREATE VIEW makes two columns of one name, an INSERT lists a column twice, or an UPDATE, an ON CONFLICT DO UPDATE or a MERGE sets one twice. Fields and elements of a column may be set one by one.',
    effect: 'The server refuses the statement, with 42701 or 42601.',
    workaround:
      "Keep the one that is meant:\n\n```sql\nUPDATE books SET title = 'Emma', pages = 400 WHERE id = 1;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-update.html'],
  },
  options: z.strictObject({}),
  messages: { fails: 'This fails: {error}.' },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text, pages int);',
      sql: "UPDATE books SET title = 'Emma', pages = 400, title = 'Persuasion' WHERE id = 1;",
      reports: ['fails'],
    },
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY, title text, title varchar);', reports: ['fails'] },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: "INSERT INTO books (id, title, title) VALUES (1, 'a', 'b');",
      reports: ['fails'],
    },
    { sql: 'CREATE VIEW two AS SELECT 1 AS n, 2 AS n;', reports: ['fails'] },
    {
      given: 'CREATE TABLE boards (id bigint PRIMARY KEY, cells int[]);',
      sql: 'UPDATE boards SET cells[1] = 0, cells[2] = 0 WHERE id = 1;',
      reports: [],
      because: 'Each element is set once.',
    },
    {
      sql: 'CREATE VIEW two (a, b) AS SELECT 1 AS n, 2 AS n;',
      reports: [],
      because: 'The view gives them other names.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: "INSERT INTO books (id, title) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET title = 'b';",
      reports: [],
    },
  ],
  check: {
    *operation(op, { effects }) {
      if (effects.errors.length === 0) return;
      const error = refusal(op, effects, '42701', '42601');
      if (error === undefined || !/more than once|multiple assignments/.test(error.message)) return;
      yield { message: 'fails', data: { error: error.message }, at: op.span };
    },
  },
});
