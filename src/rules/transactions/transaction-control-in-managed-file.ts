import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { isWrappedAsWhole, transactionControl } from '../../sql/transaction-control.js';

const words = { beginTransaction: 'BEGIN', commitTransaction: 'COMMIT', rollbackTransaction: 'ROLLBACK' } as const;

export default defineRule({
  id: 'transaction-control-in-managed-file',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  directions: ['up', 'down'],
  docs: {
    summary: 'Leave transactions to the tool that applies the file.',
    condition:
      'BEGIN, COMMIT or ROLLBACK in a file that the applying tool runs in a transaction of its own. A file that is as a whole one BEGIN … COMMIT is fine. Reported once a file.',
    effect:
      'COMMIT ends the transaction of the tool: what came before stays even if a later statement fails, and the history does not know of it.',
    workaround: 'Remove the statement. Where two parts must be committed apart, make two migrations.',
    references: ['https://www.postgresql.org/docs/current/sql-commit.html'],
  },
  options: z.strictObject({}),
  messages: { breaks: '{word} breaks the transaction in which the applying tool runs this file.' },
  examples: [
    { sql: 'CREATE TABLE books (id bigint); COMMIT; CREATE TABLE authors (id bigint);', reports: ['breaks'] },
    {
      sql: 'BEGIN; CREATE TABLE books (id bigint); COMMIT; BEGIN; CREATE TABLE authors (id bigint); COMMIT;',
      reports: ['breaks'],
    },
    {
      sql: 'BEGIN; CREATE TABLE books (id bigint); COMMIT;',
      reports: [],
      because: 'The file is one transaction as a whole.',
    },
    {
      sql: 'BEGIN; CREATE TABLE books (id bigint); COMMIT; BEGIN; CREATE TABLE authors (id bigint); COMMIT;',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'The tool opens no transaction.',
    },
  ],
  check: {
    *fileEnd({ script, section }) {
      if (section.transaction === 'autocommit' || isWrappedAsWhole(script)) return;
      const control = transactionControl(script);
      const [first] = control;
      if (!first) return;
      // A lone BEGIN is reported as unclosed.
      if (control.every((op) => op.kind === 'beginTransaction')) return;
      yield { message: 'breaks', data: { word: words[first.kind] }, at: first.span };
    },
  },
});
