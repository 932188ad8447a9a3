import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { type TransactionControl, transactionControl } from '../../sql/transaction-control.js';

/** The BEGIN that no COMMIT or ROLLBACK follows. */
function unclosed(control: readonly TransactionControl[]): TransactionControl | undefined {
  let open: TransactionControl | undefined;
  for (const op of control) {
    if (op.kind === 'beginTransaction') open ??= op;
    else if (!op.chain) open = undefined;
  }
  return open;
}

export default defineRule({
  id: 'unclosed-transaction',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Close each BEGIN by COMMIT.',
    condition: 'BEGIN or START TRANSACTION without a COMMIT, END or ROLLBACK after it in the file.',
    effect:
      'Where the tool does not close it, the whole file is rolled back when the session ends, and some tools still record it as applied.',
    workaround: 'Write COMMIT at the end, or leave BEGIN out where the tool runs each file in a transaction.',
    references: ['https://www.postgresql.org/docs/current/sql-begin.html'],
  },
  options: z.strictObject({}),
  messages: { open: 'This transaction is never committed in this file.' },
  examples: [
    { sql: 'BEGIN; CREATE TABLE books (id bigint);', reports: ['open'] },
    {
      sql: 'BEGIN; SELECT 1; COMMIT; START TRANSACTION; CREATE TABLE books (id bigint);',
      project: { transaction: 'autocommit' },
      reports: ['open'],
    },
    { sql: 'BEGIN; CREATE TABLE books (id bigint); COMMIT;', reports: [] },
    { sql: 'CREATE TABLE books (id bigint);', reports: [] },
  ],
  check: {
    *fileEnd({ script }) {
      const begin = unclosed(transactionControl(script));
      if (begin) yield { message: 'open', at: begin.span };
    },
  },
});
