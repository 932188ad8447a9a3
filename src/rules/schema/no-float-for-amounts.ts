import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

const amounts = '(^|_)(price|amount|total|subtotal|balance|cost|fee|salary|revenue|tax|discount)(_|s?$)';

export default defineRule({
  id: 'no-float-for-amounts',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Use numeric for amounts of money, not floating point.',
    condition:
      'A real or double precision column has a name that says an amount: price, amount, total, balance, … (option `names`).',
    effect: 'Binary fractions cannot hold 0.1: sums drift by cents, and equality fails.',
    workaround: '```sql\nALTER TABLE fines ADD COLUMN amount numeric(12, 2);\n```',
    references: ['https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT'],
  },
  options: z.strictObject({
    names: z.string().default(amounts).describe('A regular expression for names of columns that hold amounts.'),
  }),
  messages: {
    inexact: 'Column {column} of {table} looks like an amount and is {type}, which cannot hold cents exactly.',
  },
  examples: [
    { sql: 'CREATE TABLE fines (id bigint PRIMARY KEY, amount double precision);', reports: ['inexact'] },
    {
      given: 'CREATE TABLE fines (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE fines ADD COLUMN total_price real;',
      reports: ['inexact'],
    },
    { sql: 'CREATE TABLE fines (id bigint PRIMARY KEY, amount numeric(12, 2));', reports: [] },
    { sql: 'CREATE TABLE shops (id bigint PRIMARY KEY, latitude double precision);', reports: [] },
  ],
  check: onWrittenColumns(function* ({ table, column, type }, { options }: RuleContext<{ readonly names: string }>) {
    if (!isBuiltIn(type, 'float4', 'float8') || !new RegExp(options.names, 'i').test(column)) return;
    const written = type.name === 'float4' ? 'real' : 'double precision';
    yield { message: 'inexact', data: { table: formatName(table), column, type: written }, at: type.span };
  }),
});
