import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { blocksWrites } from '../../core/lock-mode.js';
import { formatName } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'lock-table',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  docs: {
    summary: 'Let each statement take the lock that it needs.',
    condition:
      'LOCK TABLE of an existing table in a mode that makes writes wait; without a mode it is ACCESS EXCLUSIVE. Where it runs outside of a transaction, as in the batch of the Supabase CLI, it fails and is an error. One finding a file.',
    effect:
      'The table is locked from here to the end of the transaction, longer and often more strongly than the statements after it need.',
    workaround:
      "Leave it out, and bound the time that the statements wait for their locks:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books ADD COLUMN title text;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-lock.html'],
  },
  options: z.strictObject({}),
  messages: {
    locks: 'LOCK TABLE holds {mode} on {tables} to the end of the transaction: {waits}.',
    refused: 'LOCK TABLE fails here: {error}.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'LOCK TABLE books; ALTER TABLE books ADD COLUMN title text;',
      reports: ['locks'],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'LOCK TABLE books IN SHARE MODE; SELECT 1;',
      project: { transaction: 'pipeline' },
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'LOCK TABLE books IN SHARE UPDATE EXCLUSIVE MODE;',
      reports: [],
      because: 'Reads and writes go on; only other changes of the table wait.',
    },
    { sql: 'CREATE TABLE books (id bigint); LOCK TABLE books;', reports: [], because: 'The table is new.' },
  ],
  check: {
    *lockTable(op, { effects }) {
      const refused = effects.errors.find(({ sqlstate }) => sqlstate === '25P01');
      const locked = visible(effects.locks);
      if (refused) yield { message: 'refused', data: { error: refused.message }, at: op.span, severity: 'error' };
      else if (blocksWrites(op.mode) && locked.length > 0) {
        const tables = listText(locked.map(({ relation }) => formatName(relation)));
        yield { message: 'locks', data: { mode: op.mode, tables, waits: whoWaits(op.mode) }, at: op.span };
      }
    },
  },
});
