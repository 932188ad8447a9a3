import { z } from 'zod';
import { removeStatement } from '../../engine/remove-statement.js';
import { defineRule } from '../../engine/rule.js';
import { isWrappedAsWhole, transactionControl } from '../../sql/transaction-control.js';

export default defineRule({
  id: 'nested-transaction',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Open one transaction, not one inside of another.',
    condition:
      'BEGIN or START TRANSACTION while the file has a transaction open already. An info, where the file is as a whole one BEGIN … COMMIT and the applying tool wraps it in a transaction of its own. Where a file ends the transaction of the tool in the middle, `transaction-control-in-managed-file` speaks.',
    effect:
      'PostgreSQL has no nested transactions: the second BEGIN draws a warning and does nothing, and the first COMMIT ends them both.',
    workaround:
      'Leave BEGIN and COMMIT out where the tool wraps the file, and write them once elsewhere. For a part that may be undone alone there are savepoints:\n\n```sql\nCREATE TABLE books (id bigint);\nSAVEPOINT authors;\nCREATE TABLE authors (id bigint);\nRELEASE SAVEPOINT authors;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-begin.html'],
  },
  options: z.strictObject({}),
  messages: {
    nested:
      'A transaction is open already: this BEGIN does nothing, and the next COMMIT ends everything since the first.',
    nothing:
      'No transaction is open: this COMMIT does nothing, and what it was meant to join was committed one by one.',
    managed:
      'The tool that applies this file has a transaction open already: this BEGIN does nothing, and COMMIT ends the transaction of the tool.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'BEGIN; INSERT INTO books VALUES (1); COMMIT; INSERT INTO books VALUES (2); COMMIT;',
      project: { transaction: 'autocommit' },
      reports: ['nothing'],
    },
    {
      sql: 'BEGIN; CREATE TABLE books (id bigint); BEGIN; CREATE TABLE authors (id bigint); COMMIT;',
      project: { transaction: 'autocommit' },
      reports: ['nested'],
    },
    {
      sql: 'BEGIN;\nCREATE TABLE books (id bigint);\nCOMMIT;\n',
      reports: ['managed'],
      fixed: 'CREATE TABLE books (id bigint);\n',
      because: 'Without them the tool commits the change together with its own record of it.',
    },
    {
      sql: 'BEGIN; CREATE TABLE books (id bigint); COMMIT; BEGIN; CREATE TABLE authors (id bigint); COMMIT;',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      sql: 'BEGIN; CREATE TABLE books (id bigint); COMMIT;',
      project: { transaction: 'pipeline-standalone' },
      reports: [],
      because: 'In a batch BEGIN opens the transaction.',
    },
    { sql: 'DO $$ BEGIN CREATE TABLE books (id bigint); END $$;', reports: [] },
  ],
  check: {
    *commitTransaction(op, { session }) {
      // A COMMIT in a procedure's or a DO block's body ends what the server opened for it.
      if (session.transaction === 'none' && op.block === undefined)
        yield { message: 'nothing', at: op.span, severity: 'info' };
    },
    *beginTransaction(op, { session, script }) {
      if (session.transaction === 'file') yield { message: 'nested', at: op.span };
      else if (session.transaction === 'runner' && session.model === 'transaction' && isWrappedAsWhole(script)) {
        const fix = transactionControl(script).flatMap(({ span }) => removeStatement(script.text, span));
        yield { message: 'managed', at: op.span, severity: 'info', fix };
      }
    },
  },
});
