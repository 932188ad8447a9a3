import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visible, visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { tableSwap } from '../../engine/table-swap.js';

export default defineRule({
  id: 'set-tablespace',
  aliases: ['set-access-method'],
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Move a table to other storage by a new table.',
    condition:
      'SET TABLESPACE of an existing table or index, or SET ACCESS METHOD (PostgreSQL 15) of an existing table. Not to `pg_default` and not to `heap`, where tables are from the beginning.',
    effect:
      'The table or index is copied under ACCESS EXCLUSIVE: reads and writes wait until it is done. Queries wait for an index that moves as well, since planning opens every index of their tables.',
    workaround: `An index can be built anew in its new place (\`REINDEX (TABLESPACE archive) INDEX CONCURRENTLY …\`, PostgreSQL 14). For a table, make a new one there (here with the names that every server has), keep the two in step by a trigger, copy old rows in batches that commit, then swap them in one short transaction. Views, foreign keys and policies of the old table have to be made for the new one as well.\n\n${tableSwap('visits', 'CREATE TABLE visits_new (LIKE visits INCLUDING ALL) USING heap TABLESPACE pg_default;')}`,
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-TABLESPACE'],
  },
  options: z.strictObject({}),
  messages: {
    moves: '{change} copies {object} under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
  },
  examples: [
    {
      given: 'CREATE TABLE visits (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE visits SET TABLESPACE archive;',
      reports: ['moves'],
    },
    {
      given: 'CREATE TABLE visits (id bigint);',
      sql: 'ALTER TABLE visits SET ACCESS METHOD columnar;',
      reports: ['moves'],
    },
    {
      given: 'CREATE TABLE visits (id bigint PRIMARY KEY);',
      sql: 'ALTER INDEX visits_pkey SET TABLESPACE archive;',
      reports: ['moves'],
    },
    {
      given: 'CREATE TABLE visits (id bigint);',
      sql: 'ALTER TABLE visits SET ACCESS METHOD heap;',
      reports: [],
      because: 'It is a heap already.',
    },
    {
      sql: 'CREATE TABLE visits (id bigint); ALTER TABLE visits SET TABLESPACE archive;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *setTablespace(op, { effects }) {
      const isIndex = visible(effects.locks)[0]?.target === 'index' && op.tablespace !== 'pg_default';
      if (!visibleRewrite(effects) && !isIndex) return;
      yield { message: 'moves', data: { change: 'SET TABLESPACE', object: formatName(op.table) }, at: op.span };
    },
    *setAccessMethod(op, { effects }) {
      if (!visibleRewrite(effects)) return;
      yield { message: 'moves', data: { change: 'SET ACCESS METHOD', object: formatName(op.table) }, at: op.span };
    },
  },
});
