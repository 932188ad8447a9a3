import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const book = 'CREATE TYPE book AS (title text); CREATE TABLE books OF book;';

export default defineRule({
  id: 'alter-composite-type',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Know which tables change with a composite type.',
    condition:
      'ALTER TYPE … ADD, DROP or ALTER ATTRIBUTE of a composite type that existing tables were made OF. Types without such tables are silent.',
    effect: 'Every table of the type is changed with it under ACCESS EXCLUSIVE: reads and writes of all of them wait.',
    workaround:
      "Take the tables off the type first, one short transaction each, and change them one by one:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books NOT OF;\n```\n\n```sql\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books ADD COLUMN isbn text;\n```\n\n```sql\nALTER TYPE book ADD ATTRIBUTE isbn text;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertype.html'],
  },
  options: z.strictObject({}),
  messages: { changes: 'Changing the type {type} takes {mode} on {tables}: {waits}.' },
  examples: [
    { given: book, sql: 'ALTER TYPE book ADD ATTRIBUTE isbn text CASCADE;', reports: ['changes'] },
    { given: book, sql: 'ALTER TYPE book DROP ATTRIBUTE title CASCADE;', reports: ['changes'] },
    {
      given: 'CREATE TYPE book AS (title text);',
      sql: 'ALTER TYPE book ADD ATTRIBUTE isbn text CASCADE;',
      reports: [],
      because: 'No table is of the type.',
    },
    {
      given: 'CREATE TYPE book AS (title text);',
      sql: 'CREATE TABLE books OF book; ALTER TYPE book ADD ATTRIBUTE isbn text CASCADE;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *alterCompositeType(op, { effects }) {
      const locks = visible(effects.locks).filter(({ target }) => target === 'table');
      const mode = locks[0]?.mode;
      if (!mode) return;
      const tables = listText(locks.map(({ relation }) => formatName(relation)));
      yield {
        message: 'changes',
        data: { type: formatName(op.type), mode, tables, waits: whoWaits(mode) },
        at: op.span,
      };
    },
  },
});
