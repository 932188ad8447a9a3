import { z } from 'zod';
import { cannotRunInTransaction } from '../../effects/transaction-errors.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'non-transactional-statement',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Run VACUUM and its kin outside a transaction.',
    condition:
      'VACUUM, ALTER SYSTEM, CREATE or DROP DATABASE or TABLESPACE, REINDEX SCHEMA, DATABASE or SYSTEM, CLUSTER of all tables, CREATE SUBSCRIPTION with a slot, in a transaction of the tool or of the file, or in a DO block.',
    effect: 'The server refuses it (25001), and the migration fails.',
    workaround:
      'Give the statement a file of its own, and tell the tool not to wrap it in a transaction; or run it by hand.',
    references: ['https://www.postgresql.org/docs/current/sql-vacuum.html'],
  },
  options: z.strictObject({}),
  messages: { refused: '{statement} fails inside a transaction.' },
  examples: [
    { given: 'CREATE TABLE books (id bigint);', sql: 'VACUUM books;', reports: ['refused'] },
    { sql: "ALTER SYSTEM SET work_mem = '64MB';", reports: ['refused'] },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'VACUUM books;',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ANALYZE books;',
      reports: [],
      because: 'ANALYZE may run in a transaction.',
    },
  ],
  check: {
    *operation(op, { effects }) {
      const statement = cannotRunInTransaction(op);
      if (!statement || statement.includes('CONCURRENTLY')) return;
      if (!effects.errors.some((error) => error.sqlstate === '25001')) return;
      yield { message: 'refused', data: { statement }, at: op.span };
    },
  },
});
