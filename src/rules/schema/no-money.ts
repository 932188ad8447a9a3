import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

export default defineRule({
  id: 'no-money',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Use numeric, or whole cents, not money.',
    condition: 'A column is written with the type money.',
    effect:
      'Currency and number of decimals are those of lc_monetary of the server: a dump restored elsewhere holds other amounts, and no value says its currency.',
    workaround:
      '```sql\nCREATE TABLE fines (\n  id bigint PRIMARY KEY,\n  amount numeric(12, 2) NOT NULL,\n  currency text NOT NULL\n);\n```',
    references: ['https://www.postgresql.org/docs/current/datatype-money.html'],
  },
  options: z.strictObject({}),
  messages: { money: 'Column {column} of {table} is money, whose meaning depends on a setting of the server.' },
  examples: [
    { sql: 'CREATE TABLE fines (id bigint PRIMARY KEY, amount money);', reports: ['money'] },
    {
      given: 'CREATE TABLE fines (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE fines ADD COLUMN amount money;',
      reports: ['money'],
    },
    { sql: 'CREATE TABLE fines (id bigint PRIMARY KEY, amount numeric(12, 2));', reports: [] },
    { sql: 'CREATE TABLE fines (id bigint PRIMARY KEY, money bigint);', reports: [] },
  ],
  check: onWrittenColumns(function* ({ table, column, type }) {
    if (!isBuiltIn(type, 'money')) return;
    yield {
      message: 'money',
      data: { table: formatName(table), column },
      at: type.span,
      subject: `${formatName(table)}.${column}`,
    };
  }),
});
