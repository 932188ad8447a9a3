import { z } from 'zod';
import { columnNamed, columnWasThereBefore, relationNamed } from '../../catalog/existing.js';
import { formatName, formatQualified } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const given = 'create table books (id bigint primary key, title text not null);';

export default defineRule({
  id: 'drop-not-null',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Let all code understand NULL before a column may hold it.',
    condition:
      '`DROP NOT NULL` of a column that existed before the migration. Not of a column that may be NULL already, and not of a primary key, ' +
      'where the server refuses it.',
    effect:
      'The release that still runs, and generated types, take the column to have a value in every row. The first NULL ' +
      'breaks them: in the code, in sums, in NOT IN and in comparisons.',
    workaround:
      'Deploy code that reads NULL first. Where nobody needs NULL, give the column a default instead:\n\n' +
      "```sql\nALTER TABLE books ALTER COLUMN title SET DEFAULT '';\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL'],
  },
  options: z.strictObject({}),
  messages: { mayBeNull: 'Column {column} of {table} may be NULL from now on, which running code does not expect.' },
  examples: [
    { given, sql: 'alter table books alter column title drop not null;', reports: ['mayBeNull'] },
    { sql: 'alter table books alter title drop not null;', alone: true, reports: ['mayBeNull'] },
    {
      given: 'create table books (title text);',
      sql: 'alter table books alter column title drop not null;',
      reports: [],
      because: 'It may be NULL already.',
    },
    { given, sql: 'alter table books alter column id drop not null;', reports: [], because: 'The server refuses it.' },
    { sql: 'create table books (title text not null); alter table books alter title drop not null;', reports: [] },
    {
      given,
      sql: 'alter table books alter title drop not null; alter table books drop column title;',
      reports: [],
      because: 'The column goes.',
    },
  ],
  check: {
    *dropNotNull(op, { catalog, effects, script }) {
      if (effects.errors.length > 0 || !columnWasThereBefore(catalog, op.table, op.column)) return;
      const column = columnNamed(catalog, op.table, op.column);
      if (column !== undefined ? !column.notNull : relationNamed(catalog, op.table)?.complete) return;
      const isDropped = script.statements.some(({ operations }) =>
        operations.some((other) => other.kind === 'dropColumn' && other.column === op.column),
      );
      if (isDropped) return;
      const [table, subject] = [formatName(op.table), formatQualified(catalog.resolve(op.table))];
      yield {
        message: 'mayBeNull',
        data: { column: op.column, table },
        at: op.span,
        subject: `${subject}.${op.column}`,
      };
    },
  },
});
