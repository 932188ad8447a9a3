import { z } from 'zod';
import { columnNamed, columnWasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';
import { operationsAfter } from '../../sql/script-order.js';

const given = 'create table books (id bigint primary key, title text);';

export default defineRule({
  id: 'set-not-null-compat',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Let all code write a value before the column asks for one.',
    condition:
      '`SET NOT NULL` of a column that existed before the migration. Not where the column has a default or gets one in the same migration, and not where it is NOT NULL already or a ' +
      'valid CHECK has kept NULL out before. What the scan costs is told by `set-not-null-scan`.',
    effect: 'The release that still runs may leave the column out or write NULL: its INSERTs and UPDATEs then fail.',
    workaround:
      'Give the column a default while old code runs, then forbid NULL:\n\n' +
      "```sql\nALTER TABLE books ALTER COLUMN title SET DEFAULT '';\n```\n\n" +
      "```sql\nUPDATE books SET title = '' WHERE title IS NULL;\n```\n\n" +
      '```sql\nALTER TABLE books ADD CONSTRAINT title_set CHECK (title IS NOT NULL) NOT VALID;\n```\n\n' +
      '```sql\nALTER TABLE books VALIDATE CONSTRAINT title_set;\nALTER TABLE books ALTER COLUMN title SET NOT NULL;\n' +
      'ALTER TABLE books DROP CONSTRAINT title_set;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL'],
  },
  options: z.strictObject({}),
  messages: { rejects: 'From now on {table} rejects rows without {column}, which running code may still write.' },
  examples: [
    { given, sql: 'alter table books alter column title set not null;', reports: ['rejects'] },
    { sql: 'alter table books alter title set not null;', alone: true, reports: ['rejects'] },
    {
      given: "create table books (title text default '');",
      sql: 'alter table books alter column title set not null;',
      reports: [],
      because: 'Code that leaves the column out gets the default.',
    },
    {
      given,
      sql: "alter table books alter column title set not null, alter column title set default '';",
      reports: [],
      because: 'The default comes with it.',
    },
    {
      given: [given, 'alter table books add constraint title_set check (title is not null);'],
      sql: 'alter table books alter column title set not null;',
      reports: [],
      because: 'The CHECK has kept NULL out since the migration before.',
    },
    { given, sql: 'alter table books add column isbn text; alter table books alter isbn set not null;', reports: [] },
  ],
  check: {
    *setNotNull(op, { catalog, effects, script }) {
      if (effects.notNullProved || !columnWasThereBefore(catalog, op.table, op.column)) return;
      const column = columnNamed(catalog, op.table, op.column);
      if (column?.notNull || column?.default !== undefined || column?.identity !== undefined) return;
      const isItsDefault = (other: Operation): boolean =>
        other.kind === 'setDefault' && other.column === op.column && formatName(other.table) === formatName(op.table);
      if (operationsAfter(script, op).some(isItsDefault)) return;
      const [table, subject] = [formatName(op.table), formatQualified(catalog.resolve(op.table))];
      yield { message: 'rejects', data: { table, column: op.column }, at: op.span, subject: `${subject}.${op.column}` };
    },
  },
});
