import { z } from 'zod';
import { cannotRunInTransaction } from '../../effects/transaction-errors.js';
import { wayOutside } from '../../engine/outside-transaction.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'concurrently-in-transaction',
  aliases: ['concurrently-not-first'],
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Run CONCURRENTLY statements outside a transaction.',
    condition:
      'CREATE INDEX, DROP INDEX, REINDEX or DETACH PARTITION with CONCURRENTLY where the applying tool or the file itself has opened a transaction, inside a DO block, or anywhere but first in a file that is sent as one batch (Supabase CLI before 2.109), even behind a SET.',
    effect: 'The server refuses it (25001), and the migration fails.',
    workaround:
      'Give the statement a file of its own, and tell the tool not to wrap it: `-- migrate:up transaction:false` (dbmate), `-- +goose NO TRANSACTION` (goose), `-- no-transaction` (sqlx), `executeInTransaction=false` (Flyway). The Supabase CLI runs it alone from version 2.109 on; before that it must be the only statement of its file.',
    references: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],
  },
  options: z.strictObject({}),
  messages: {
    refused: '{statement} fails inside a transaction, and {owner}.',
    notFirst:
      '{statement} fails unless it is the first statement of its file, since the tool sends the file as one batch.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title);',
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'BEGIN; DROP INDEX CONCURRENTLY books_title; COMMIT;',
      project: { transaction: 'autocommit' },
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: "SET lock_timeout = '2s'; CREATE INDEX CONCURRENTLY books_title ON books (title);",
      project: { transaction: 'pipeline' },
      reports: ['notFirst'],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'DROP INDEX CONCURRENTLY IF EXISTS books_title; CREATE INDEX CONCURRENTLY books_title ON books (title);',
      project: { format: 'golang-migrate', transaction: 'simple-query' },
      reports: ['refused', 'refused'],
      because: 'Each needs a file of its own.',
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title);',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title);',
      project: { transaction: 'pipeline' },
      reports: [],
      because: 'The first statement of a batch is not yet part of a transaction with others.',
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: "SET lock_timeout = '2s'; CREATE INDEX CONCURRENTLY books_title ON books (title);",
      project: { transaction: 'pipeline-standalone' },
      reports: [],
      because: 'The Supabase CLI sends it alone since version 2.109.',
    },
  ],
  check: {
    *operation(op, { effects, project, session }) {
      // What a block executes is an operation of its own, behind that of EXECUTE.
      const statement = op.kind === 'dynamicSql' ? undefined : cannotRunInTransaction(op);
      if (!statement?.includes('CONCURRENTLY') || !effects.errors.some((error) => error.sqlstate === '25001')) return;
      const workaround =
        op.block || session.transaction === 'file'
          ? `Write it outside of ${op.block ? 'the DO block' : 'BEGIN and COMMIT'}, in a migration of its own.`
          : wayOutside(project.format);
      if (!op.block && session.transaction === 'runner' && session.model.startsWith('pipeline')) {
        yield { message: 'notFirst', data: { statement }, at: op.span, workaround };
        return;
      }
      const owner = op.block
        ? 'a DO block is always in one'
        : session.transaction === 'file'
          ? 'this file has opened one'
          : session.model === 'simple-query'
            ? 'a file that the tool sends as one query is one'
            : 'the tool that applies this file opens one';
      yield { message: 'refused', data: { statement, owner }, at: op.span, workaround };
    },
  },
});
