import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { indexNamed } from '../../effects/targets.js';
import { columnDifference, indexDifference, tableDifferences } from '../../engine/differs-from-catalog.js';
import { defineRule } from '../../engine/rule.js';

const books = 'CREATE TABLE books (id bigint PRIMARY KEY, title text); CREATE INDEX books_title ON books (title);';

export default defineRule({
  id: 'if-not-exists-masks-drift',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not let IF NOT EXISTS pass over an object that is made otherwise.',
    condition:
      'CREATE TABLE, ADD COLUMN or CREATE INDEX with IF NOT EXISTS of something that the history knows, and that lacks a column, has a column of another type, without the NOT NULL or the default that is written, or is an index on other columns.',
    effect:
      'The server says «already exists, skipping» and changes nothing: the migration counts as applied, and what it says is not there.',
    workaround:
      "Change what is there:\n\n```sql\nALTER TABLE books ADD COLUMN isbn text;\n```\n\n```sql\nALTER TABLE books ALTER COLUMN title SET DEFAULT '';\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createtable.html'],
  },
  options: z.strictObject({}),
  messages: {
    table: 'Table {table} exists already and this changes nothing of it: {differences}.',
    column: 'Column {column} of {table} exists already and this changes nothing of it: {difference}.',
    index: 'Index {index} exists already and this changes nothing of it: {difference}.',
  },
  examples: [
    { given: books, sql: 'CREATE TABLE IF NOT EXISTS books (id bigint PRIMARY KEY, isbn text);', reports: ['table'] },
    { given: books, sql: 'ALTER TABLE books ADD COLUMN IF NOT EXISTS title varchar(80);', reports: ['column'] },
    { given: books, sql: 'CREATE INDEX IF NOT EXISTS books_title ON books (id, title);', reports: ['index'] },
    { given: books, sql: 'CREATE TABLE IF NOT EXISTS books (id bigint PRIMARY KEY, title text);', reports: [] },
    {
      given: [books, 'ALTER TABLE books ADD COLUMN isbn text;'],
      sql: 'CREATE TABLE IF NOT EXISTS books (id bigint PRIMARY KEY, title text);',
      reports: [],
      because: 'All that it says is there.',
    },
    {
      sql: 'CREATE TABLE IF NOT EXISTS books (id bigint);',
      alone: true,
      reports: [],
      because: 'Nobody knows the table.',
    },
    {
      given: 'CREATE TABLE books (id serial);',
      sql: 'ALTER TABLE books ADD COLUMN IF NOT EXISTS id integer NOT NULL;',
      reports: [],
    },
  ],
  check: {
    *createTable(op, { catalog }) {
      const relation = op.ifNotExists ? relationNamed(catalog, op.table) : undefined;
      if (relation === undefined || relation.managed || op.persistence === 'temporary') return;
      const differences = tableDifferences(op.columns, relation);
      if (differences.length === 0) return;
      const data = { table: formatName(relation.name), differences: listText(differences, 3) };
      yield { message: 'table', data, at: op.span };
    },
    *addColumn(op, { catalog }) {
      if (!op.ifNotExists) return;
      const there = relationNamed(catalog, op.table)?.columns.get(op.column.name);
      const difference = there && columnDifference(op.column, there);
      if (difference === undefined) return;
      yield {
        message: 'column',
        data: { column: op.column.name, table: formatName(op.table), difference },
        at: op.span,
      };
    },
    *createIndex(op, { catalog }) {
      if (!op.ifNotExists || op.index === undefined) return;
      const table = relationNamed(catalog, op.table);
      const there = table && indexNamed(catalog, { schema: table.name.schema, name: op.index });
      const difference = there && indexDifference(op, there);
      if (difference !== undefined) yield { message: 'index', data: { index: op.index, difference }, at: op.span };
    },
  },
});
