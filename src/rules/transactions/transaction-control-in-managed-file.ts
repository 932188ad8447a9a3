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
  messages: { ends: '{word} ends the transaction in which the applying tool runs this file.' },
  examples: [
    { sql: 'CREATE TABLE books (id bigint); COMMIT; CREATE TABLE authors (id bigint);', reports: ['ends'] },
    {
      sql: 'BEGIN; CREATE TABLE books (id bigint); COMMIT; BEGIN; CREATE TABLE authors (id bigint); COMMIT;',
      reports: ['ends'],
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
      // BEGIN alone only draws a warning from the server; it is reported as unclosed.
      const end = transactionControl(script).find((op) => op.kind !== 'beginTransaction');
      if (end) yield { message: 'ends', data: { word: words[end.kind] }, at: end.span };
    },
  },
});
