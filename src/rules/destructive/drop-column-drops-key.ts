import { z } from 'zod';
import { columnWasThereBefore, relationNamed } from '../../catalog/existing.js';
import { type LostWithColumn, lostWithColumn } from '../../catalog/lost-with-column.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';
import { operationsOf } from '../../sql/script-order.js';

const given = [
  'create table books (id bigint primary key, shelf text, isbn text);',
  'create index books_shelf_isbn on books (shelf, isbn);',
];

export default defineRule({
  id: 'drop-column-drops-key',
  category: 'destructive',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Replace the keys and indexes that a dropped column takes along.',
    condition:
      '`DROP COLUMN` of a column that existed before the migration and is in the primary key, or beside other columns in a ' +
      'unique or foreign key, an exclusion constraint, a CHECK or an index. Not where those other columns are dropped as well, and not where the ' +
      'same migration gives them a key or an index again.',
    effect:
      'PostgreSQL drops all of these with the column, without CASCADE and without a word. What they did for the other ' +
      'columns is gone: rows can repeat, references can dangle, queries read the whole table.',
    workaround:
      'Make the index or the constraint for the remaining columns first:\n\n' +
      '```sql\nCREATE INDEX CONCURRENTLY books_shelf ON books (shelf);\n```\n\n' +
      '```sql still-reported\nALTER TABLE books DROP COLUMN isbn;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN'],
  },
  options: z.strictObject({}),
  messages: {
    dropsKey: 'Dropping column {column} of {table} silently drops {lost} too, which also serves {others}.',
    dropsPrimaryKey: 'Dropping column {column} of {table} silently drops its primary key too.',
  },
  examples: [
    { given, sql: 'alter table books drop column isbn;', reports: ['dropsKey'] },
    {
      given: 'create table books (id bigint primary key, shelf text, isbn text, unique (shelf, isbn));',
      sql: 'alter table books drop column id, drop column if exists shelf;',
      reports: ['dropsPrimaryKey', 'dropsKey'],
    },
    {
      given: 'create table books (id bigint primary key, isbn text unique);',
      sql: 'alter table books drop column isbn;',
      reports: [],
      because: 'The key was for this column alone.',
    },
    {
      given,
      sql: 'create index books_shelf on books (shelf); alter table books drop column isbn;',
      reports: [],
      because: 'The other column has an index of its own.',
    },
    { given, sql: 'alter table books drop column isbn, drop column shelf;', reports: [] },
    {
      given,
      sql: 'alter table books drop column id; alter table books add column number bigint primary key;',
      reports: [],
      because: 'The table gets another primary key.',
    },
    { sql: 'alter table books drop column isbn;', alone: true, reports: [], because: 'Nothing is known of the table.' },
  ],
  check: {
    *dropColumn(op, { catalog, script }) {
      const table = relationNamed(catalog, op.table);
      if (table === undefined || !columnWasThereBefore(catalog, op.table, op.column)) return;
      const all = lostWithColumn(catalog, table, op.column);
      if (all.length === 0) return;
      const name = formatQualified(table.name);
      const same = operationsOf(script).filter(
        (other) => 'table' in other && other.table && formatQualified(catalog.resolve(other.table)) === name,
      );
      const dropped = same.flatMap((other) => (other.kind === 'dropColumn' ? [other.column] : []));
      const lost = all.filter((part) => isMissed(part, dropped, same));
      const data = { column: op.column, table: formatName(op.table) };
      const place = { at: op.span, subject: `${name}.${op.column}` };
      if (lost.some(({ isPrimaryKey }) => isPrimaryKey)) yield { message: 'dropsPrimaryKey', data, ...place };
      const serving = lost.filter(({ isPrimaryKey }) => !isPrimaryKey);
      if (serving.length === 0) return;
      const others = new Set(serving.flatMap((part) => remaining(part, dropped)));
      const texts = serving.map(({ description }) => description);
      yield { message: 'dropsKey', data: { ...data, lost: listText(texts), others: listText([...others]) }, ...place };
    },
  },
});

const remaining = ({ others }: LostWithColumn, dropped: readonly string[]): readonly string[] =>
  others.filter((column) => !dropped.includes(column));

/** Nothing in the script does the same for the columns that stay. */
function isMissed(part: LostWithColumn, dropped: readonly string[], script: readonly Operation[]): boolean {
  const left = remaining(part, dropped);
  if (part.isPrimaryKey) return !script.some(makesPrimaryKey);
  return left.length > 0 && !script.some((op) => left.every((column) => columnsServed(op).includes(column)));
}

function makesPrimaryKey(op: Operation): boolean {
  if (op.kind === 'addConstraint') return op.constraint.type === 'primaryKey';
  return op.kind === 'addColumn' && op.column.constraints.some(({ type }) => type === 'primaryKey');
}

function columnsServed(op: Operation): readonly (string | undefined)[] {
  if (op.kind === 'createIndex') return op.elements.map(({ column }) => column);
  if (op.kind !== 'addConstraint' || !('columns' in op.constraint)) return [];
  return op.constraint.columns;
}
