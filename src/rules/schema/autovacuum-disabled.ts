import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { OperationOf } from '../../sql/operation.js';
import { operationsAfter } from '../../sql/script-order.js';

export default defineRule({
  id: 'autovacuum-disabled',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Leave autovacuum on.',
    condition:
      'A table is created or altered with autovacuum_enabled = false, also for its TOAST table. A migration that turns it on again at its end is silent.',
    effect:
      'Dead rows pile up, statistics grow old and plans with them, and near transaction id wraparound the server vacuums the table all the same, at the worst time.',
    workaround: '```sql\nALTER TABLE events SET (autovacuum_vacuum_scale_factor = 0.01);\n```',
    references: ['https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM'],
  },
  options: z.strictObject({}),
  messages: { off: 'Autovacuum is turned off for {table}: dead rows stay, and statistics grow old.' },
  examples: [
    { sql: 'CREATE TABLE events (id bigint PRIMARY KEY) WITH (autovacuum_enabled = false);', reports: ['off'] },
    {
      given: 'CREATE TABLE events (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE events SET (autovacuum_enabled = off, toast.autovacuum_enabled = off);',
      reports: ['off'],
    },
    {
      given: 'CREATE TABLE events (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE events SET (autovacuum_vacuum_scale_factor = 0.01);',
      reports: [],
    },
    {
      given: 'CREATE TABLE events (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE events SET (autovacuum_enabled = false); INSERT INTO events VALUES (1); ALTER TABLE events RESET (autovacuum_enabled);',
      reports: [],
      because: 'It is on again when the migration ends.',
    },
  ],
  check: {
    *createTable(op, context) {
      yield* judge(op, context);
    },
    *setOptions(op, context) {
      yield* judge(op, context);
    },
  },
});

function* judge(op: OperationOf<'createTable' | 'setOptions'>, { catalog, script }: RuleContext<unknown>) {
  if (!turnsOff(op.options)) return;
  const table = formatName(catalog.resolve(op.table));
  const onAgain = operationsAfter(script, op).some(
    (one) => one.kind === 'setOptions' && turnsOn(one.options) && formatName(catalog.resolve(one.table)) === table,
  );
  if (!onAgain) yield { message: 'off', data: { table: formatName(op.table) }, at: op.span, subject: table } as const;
}

type Values = Readonly<Record<string, string | boolean | null>>;
const settings = ['autovacuum_enabled', 'toast.autovacuum_enabled'];
const isOff = (value: unknown): boolean => /^(false|off|no|0|f|n)$/i.test(String(value));
const turnsOff = (options: Values): boolean => settings.some((name) => name in options && isOff(options[name]));
const turnsOn = (options: Values): boolean => settings.some((name) => name in options && !isOff(options[name]));
