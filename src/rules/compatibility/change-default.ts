import { z } from 'zod';
import { columnNamed, columnWasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Expression } from '../../sql/expression.js';
import { isSameExpression } from '../../sql/same-expression.js';
import { operationsBefore } from '../../sql/script-order.js';

const given = "create table books (id bigint primary key, language text not null default 'en', note text);";

export default defineRule({
  id: 'change-default',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Change a default only when old and new code agree on what rows get.',
    condition:
      '`SET DEFAULT` of a column that existed before the migration and had another default. Not where it had none, not from one function to another, and ' +
      'not where the same migration also changes its type.',
    effect:
      'While the release that still runs goes on, rows that leave the column out get the new value, and those for which its code ' +
      'writes the old default get the old one. Some frameworks read defaults once, at their start.',
    workaround:
      'Let the new code write the value itself, and change the default in a later release:\n\n' +
      "```sql\nALTER TABLE books ALTER COLUMN language SET DEFAULT 'de';\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT'],
  },
  options: z.strictObject({}),
  messages: { differs: 'New rows of {table} get another {column} than running code may expect of the default.' },
  examples: [
    { given, sql: "alter table books alter column language set default 'de';", reports: ['differs'] },
    {
      given: 'create table books (pages int default 0);',
      sql: 'alter table books alter column pages set default 1;',
      reports: ['differs'],
    },
    {
      given,
      sql: "alter table books alter column language set default 'en';",
      reports: [],
      because: 'It is the same.',
    },
    {
      given: 'create extension "uuid-ossp"; create table books (id uuid default uuid_generate_v4());',
      sql: 'alter table books alter column id set default gen_random_uuid();',
      reports: [],
    },
    { given, sql: "alter table books alter column note set default '';", reports: [], because: 'It had none.' },
    {
      given,
      sql: "alter table books add column shelf text default 'a'; alter table books alter shelf set default 'b';",
      reports: [],
    },
  ],
  check: {
    *setDefault(op, { catalog, script }) {
      const before = columnNamed(catalog, op.table, op.column)?.default;
      if (before === undefined || !columnWasThereBefore(catalog, op.table, op.column)) return;
      if (isSameExpression(before, op.default) || (isCall(before) && isCall(op.default))) return;
      const isRetyped = operationsBefore(script, op).some(
        (earlier) => earlier.kind === 'alterColumnType' && earlier.column === op.column,
      );
      if (isRetyped) return;
      const [table, subject] = [formatName(op.table), formatQualified(catalog.resolve(op.table))];
      yield { message: 'differs', data: { table, column: op.column }, at: op.span, subject: `${subject}.${op.column}` };
    },
  },
});

/** Values that a function makes are not what code counts on. */
const isCall = (value: Expression): boolean => (value.kind === 'cast' ? isCall(value.operand) : value.kind === 'call');
