import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

export default defineRule({
  id: 'timestamp-precision-zero',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Do not round timestamps to whole seconds in the type.',
    condition: 'A column is written as timestamp(0) or timestamptz(0). One finding a file.',
    effect: 'The value is rounded, not cut: what happens at half a second is stored as a moment in the future.',
    workaround:
      "```sql\nALTER TABLE loans ADD COLUMN due timestamptz;\n```\n\nWhere seconds are wanted, cut them when reading: `date_trunc('second', due)`.",
    references: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp.280.29_or_timestamptz.280.29'],
  },
  options: z.strictObject({}),
  messages: { rounds: 'Column {column} of {table} rounds to the nearest second, up as well as down.' },
  examples: [
    { sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, due timestamptz(0));', reports: ['rounds'] },
    {
      given: 'CREATE TABLE loans (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE loans ADD COLUMN due timestamp(0) with time zone;',
      reports: ['rounds'],
    },
    { sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, due timestamptz(3));', reports: [] },
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, hour time(0));',
      reports: [],
      because: 'A time of day is a setting, not a moment that happened.',
    },
  ],
  check: onWrittenColumns(function* ({ table, column, type }) {
    if (!isBuiltIn(type, 'timestamp', 'timestamptz') || type.modifiers[0] !== 0) return;
    yield { message: 'rounds', data: { table: formatName(table), column }, at: type.span };
  }),
});
