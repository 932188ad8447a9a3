import { z } from 'zod';
import { type Cascaded, cascadedFrom, dropByName } from '../../catalog/cascade.js';
import { columnNamed, columnWasThereBefore, relationNamed } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { DropColumn } from '../../sql/operation.js';

export default defineRule({
  id: 'drop-column',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  yieldsTo: { rules: ['column-replaced'], messages: ['losesValues'] },
  loud: 'Each one destroys data and breaks the code that still reads the column.',
  docs: {
    summary: 'Do not drop columns that hold data.',
    condition:
      '`DROP COLUMN` of a column that existed before the migration. Not of a column or a table that the same migration ' +
      'added, not of a virtual generated column, which holds nothing, not of a foreign table, whose rows are elsewhere, ' +
      'and not of a column that does not exist.',
    effect:
      'The values are lost: only a backup brings them back. Code that still names the column fails from that moment on, ' +
      'also a running release that reads or writes all columns.',
    workaround:
      'Deploy code that no longer names the column. Then drop it in a migration of a later release, its foreign key ' +
      'first, because dropping that locks the referenced table:\n\n```sql still-reported\n-- a release later, one transaction each\n' +
      'ALTER TABLE books DROP CONSTRAINT books_author_id_fkey;\nALTER TABLE books DROP COLUMN author_id;\n```\n\n' +
      'If the code was deployed before, say so in the migration: `-- pgairlock-disable-next-line drop-column -- unused since 2.4`.',
    workaroundGiven:
      'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY, author_id bigint REFERENCES authors);',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN'],
  },
  options: z.strictObject({}),
  messages: {
    losesValues: 'Dropping column {column} of {table} deletes its values for good.',
    losesValuesAndDependents:
      'Dropping column {column} of {table} with CASCADE deletes its values for good, and drops {dependents}.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key, isbn text);',
      sql: 'alter table books drop column isbn;',
      reports: ['losesValues'],
    },
    {
      sql: 'alter table books drop column if exists isbn, drop column note;',
      alone: true,
      reports: ['losesValues', 'losesValues'],
    },
    {
      given: [
        'create table books (id bigint primary key, isbn text);',
        'create view catalogue as select isbn from books;',
      ],
      sql: 'alter table books drop column isbn cascade;',
      reports: ['losesValuesAndDependents'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'alter table books add column note text; alter table books drop column note;',
      reports: [],
      because: 'The migration drops what it added itself.',
    },
    { sql: 'create table books (id bigint, isbn text); alter table books drop column isbn;', reports: [] },
    {
      given: 'create table books (price int, twice int generated always as (price * 2) virtual);',
      sql: 'alter table books drop column twice;',
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: [],
      because: 'A virtual column holds no values.',
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'alter table books drop column if exists isbn;',
      reports: [],
      because: 'The history shows that there is no such column.',
    },
  ],
  check: {
    *dropColumn(op, { catalog }) {
      const madeByHand = catalog.relation(op.table) === 'absent' && !op.ifTableExists && !op.ifExists;
      if (!madeByHand && !columnWasThereBefore(catalog, op.table, op.column)) return;
      if (relationNamed(catalog, op.table)?.kind === 'foreignTable') return;
      if (columnNamed(catalog, op.table, op.column)?.generated?.stored === false) return;
      const table = catalog.resolve(op.table);
      const names = { column: op.column, table: formatName(op.table) };
      const dependents = op.cascade ? cascadedFrom(catalog, table, op.column) : [];
      const subject = `${formatQualified(table)}.${op.column}`;
      const place = { at: op.span, subject, workaround: laterRelease(op, dependents) };
      if (dependents.length === 0) yield { message: 'losesValues', data: names, ...place };
      else {
        const data = { ...names, dependents: listText(dependents.map(({ description }) => description)) };
        yield { message: 'losesValuesAndDependents', data, ...place };
      }
    },
  },
});

function laterRelease({ table, column }: DropColumn, dependents: readonly Cascaded[]): string {
  const drop = `ALTER TABLE ${quoteName(table)} DROP COLUMN ${quoteIdentifier(column)};`;
  return (
    'Deploy code that no longer names the column. Then drop it in a migration of a later release:\n\n' +
    `\`\`\`sql\n${dropByName(dependents, drop)}\n\`\`\`\n\n` +
    'If no code names it any more, say so: `-- pgairlock-disable-next-line drop-column -- <why>`.'
  );
}
