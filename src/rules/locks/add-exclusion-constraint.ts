import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleIndexBuild } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';
import { tableSwap } from '../../engine/table-swap.js';

export default defineRule({
  id: 'add-exclusion-constraint',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Put an exclusion constraint on a table from its beginning.',
    condition: 'ADD CONSTRAINT … EXCLUDE on an existing table. In CREATE TABLE it costs nothing.',
    effect:
      'The index is built under ACCESS EXCLUSIVE: reads and writes wait until it is done. There is no NOT VALID and no USING INDEX for exclusion constraints.',
    workaround: `Either add it in a maintenance window, or in a new table: keep the two in step by a trigger, copy old rows in batches that commit, then swap them in one short transaction. Views, foreign keys and policies of the old table have to be made for the new one as well.\n\n${tableSwap('loans', 'CREATE TABLE loans_new (LIKE loans INCLUDING ALL, EXCLUDE USING gist (during WITH &&));')}`,
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-EXCLUSION'],
  },
  options: z.strictObject({}),
  messages: {
    builds:
      'This exclusion constraint builds an index on {table} under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
  },
  examples: [
    {
      given: 'CREATE TABLE loans (id bigint PRIMARY KEY, during tsrange);',
      sql: 'ALTER TABLE loans ADD CONSTRAINT one_loan EXCLUDE USING gist (during WITH &&);',
      reports: ['builds'],
    },
    {
      sql: 'ALTER TABLE loans ADD EXCLUDE USING gist (during WITH &&);',
      alone: true,
      reports: ['builds'],
    },
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, during tsrange, EXCLUDE USING gist (during WITH &&));',
      reports: [],
      because: 'It is there from the beginning.',
    },
    {
      sql: 'CREATE TABLE loans (during tsrange); ALTER TABLE loans ADD EXCLUDE USING gist (during WITH &&);',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addConstraint(op, { effects }) {
      if (op.constraint.type !== 'exclusion' || !visibleIndexBuild(effects)) return;
      yield { message: 'builds', data: { table: formatName(op.table) }, at: op.span };
    },
  },
});
