import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { tableSwap } from '../../engine/table-swap.js';

export default defineRule({
  id: 'set-logged-unlogged',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not change between logged and unlogged while the table is in use.',
    condition: 'ALTER TABLE … SET LOGGED or SET UNLOGGED of an existing table that is not so already.',
    effect:
      'The table and its indexes are copied under ACCESS EXCLUSIVE: reads and writes wait until it is done. SET LOGGED writes all of it to the log, which replicas have to take in as well.',
    workaround: `Decide when you create the table. To change it later, make a new table, keep the two in step by a trigger, copy old rows in batches that commit, then swap them in one short transaction. Views, foreign keys and policies of the old table have to be made for the new one as well.\n\n${tableSwap('visits', 'CREATE TABLE visits_new (LIKE visits INCLUDING ALL);')}`,
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED'],
  },
  options: z.strictObject({}),
  messages: {
    copies: 'SET {state} copies all of {table} under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
  },
  examples: [
    {
      given: 'CREATE UNLOGGED TABLE visits (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE visits SET LOGGED;',
      reports: ['copies'],
    },
    { sql: 'ALTER TABLE visits SET UNLOGGED;', alone: true, reports: ['copies'] },
    {
      given: 'CREATE TABLE visits (id bigint);',
      sql: 'ALTER TABLE visits SET LOGGED;',
      reports: [],
      because: 'It is logged already.',
    },
    { sql: 'CREATE TABLE visits (id bigint); ALTER TABLE visits SET UNLOGGED;', reports: [], because: 'It is new.' },
  ],
  check: {
    *setLogged(op, { effects }) {
      if (!visibleRewrite(effects)) return;
      const data = { state: op.logged ? 'LOGGED' : 'UNLOGGED', table: formatName(op.table) };
      yield { message: 'copies', data, at: op.span };
    },
  },
});
