import { z } from 'zod';
import { quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'set-local-outside-transaction',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Do not use SET LOCAL where no transaction is open.',
    condition:
      'SET LOCAL, SET TRANSACTION, set_config(…, true) or SET CONSTRAINTS where each statement is a transaction of its own. Not in a DO block, and not where the tool sends the file as one batch: there it holds to the end of the batch.',
    effect: 'The server warns and changes nothing: a timeout or a search_path that it should have set is not in force.',
    workaround:
      "Set it for the session, and take it back at the end:\n\n```sql\nSET lock_timeout = '2s';\nALTER TABLE books ADD COLUMN title text;\nRESET lock_timeout;\n```\n\nor open a transaction:\n\n```sql\nBEGIN;\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books ADD COLUMN pages integer;\nCOMMIT;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-set.html'],
  },
  options: z.strictObject({}),
  messages: { noEffect: '{statement} has no effect here, as no transaction is open.' },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "SET LOCAL lock_timeout = '2s'; ALTER TABLE books ADD COLUMN title text;",
      project: { transaction: 'autocommit' },
      reports: ['noEffect'],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'SET CONSTRAINTS ALL DEFERRED; UPDATE books SET id = id + 1;',
      project: { transaction: 'autocommit' },
      reports: ['noEffect'],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "SET LOCAL lock_timeout = '2s'; ALTER TABLE books ADD COLUMN title text;",
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "BEGIN; SET LOCAL lock_timeout = '2s'; ALTER TABLE books ADD COLUMN title text; COMMIT;",
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "SET LOCAL lock_timeout = '2s'; ALTER TABLE books ADD COLUMN title text;",
      project: { transaction: 'pipeline' },
      reports: [],
      because: 'The server warns as well, but in a batch it takes effect.',
    },
  ],
  check: {
    *setSetting(op, { session }) {
      if (!op.local || op.block || session.transaction !== 'none') return;
      const name = quoteIdentifier(op.name);
      const statement =
        op.form === 'set_config'
          ? `set_config('${op.name}', …, true)`
          : op.name === 'transaction'
            ? 'SET TRANSACTION'
            : `SET LOCAL ${name}`;
      const workaround =
        op.name === 'transaction' ? undefined : `SET ${name} = …;\n-- and at the end of the file\nRESET ${name};`;
      yield { message: 'noEffect', data: { statement }, at: op.span, workaround };
    },
    *setConstraints(op, { session }) {
      if (op.block || session.transaction !== 'none') return;
      yield { message: 'noEffect', data: { statement: 'SET CONSTRAINTS' }, at: op.span };
    },
  },
});
