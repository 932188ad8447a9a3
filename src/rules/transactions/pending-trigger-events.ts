import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const books = `CREATE TABLE authors (id bigint PRIMARY KEY);
CREATE TABLE books (id bigint, author bigint REFERENCES authors DEFERRABLE INITIALLY DEFERRED);`;

export default defineRule({
  id: 'pending-trigger-events',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Let deferred constraints be checked before the table is altered.',
    condition:
      'Rows of a table are written whose foreign key or constraint trigger is deferred, and the same transaction then alters, truncates or drops that table, without SET CONSTRAINTS … IMMEDIATE between them. Constraints that are checked at once are not meant.',
    effect: 'As soon as one row was written, the server refuses the change (55006), and the migration fails.',
    workaround:
      'Have the waiting checks done first:\n\n```sql\nUPDATE books SET author = NULL WHERE author = 7;\nSET CONSTRAINTS ALL IMMEDIATE;\nALTER TABLE books ADD COLUMN title text;\n```\n\nor write two migrations.',
    references: ['https://www.postgresql.org/docs/current/sql-set-constraints.html'],
  },
  options: z.strictObject({}),
  messages: { pending: 'Rows written before still have to be checked at the end of the transaction: {error}.' },
  examples: [
    {
      given: books,
      sql: 'INSERT INTO authors VALUES (1); INSERT INTO books VALUES (1, 1); ALTER TABLE books ADD COLUMN title text;',
      reports: ['pending'],
    },
    { given: books, sql: 'INSERT INTO books VALUES (1, 1); TRUNCATE books;', reports: ['pending'] },
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN title text; UPDATE books SET author = 2;',
      reports: [],
      because: 'Nothing waits yet when the table is altered.',
    },
    {
      given:
        'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint, author bigint REFERENCES authors);',
      sql: 'UPDATE books SET author = 2; ALTER TABLE books ADD COLUMN title text;',
      reports: [],
      because: 'The foreign key is checked at the end of the UPDATE.',
    },
    {
      given: books,
      sql: 'UPDATE books SET author = 2; ALTER TABLE books ADD COLUMN title text;',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Each statement is a transaction of its own.',
    },
  ],
  check: {
    *operation(op, { effects, session }) {
      if (session.pendingEvents.size === 0) return;
      const error = effects.errors.find(({ sqlstate }) => sqlstate === '55006');
      if (error) yield { message: 'pending', data: { error: error.message }, at: op.span };
    },
  },
});
