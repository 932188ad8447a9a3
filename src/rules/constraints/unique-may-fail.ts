import { z } from 'zod';
import { columnWasThereBefore, wasThereBefore } from '../../catalog/existing.js';
import { formatName, quoteIdentifier, quoteName, type WrittenName } from '../../core/name.js';
import { visibleIndexBuild } from '../../effects/visible.js';
import { mayMendRows } from '../../engine/mended-rows.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import { isUniqueAlready } from '../../engine/unique-already.js';
import type { CreateIndex, Operation } from '../../sql/operation.js';
import { operationsBefore } from '../../sql/script-order.js';

/** The file drops a constraint or an index in whose place the new one comes. A concurrent build drops its own failed try. */
const replacesOne = (before: readonly Operation[], table: WrittenName, index: CreateIndex | undefined): boolean =>
  before.some((op) => {
    if (op.kind === 'dropConstraint') return op.table.name === table.name;
    return op.kind === 'dropIndex' && !(index?.concurrently && op.index.name === index.index);
  });

export default defineRule({
  id: 'unique-may-fail',
  category: 'constraints',
  severity: 'warning',
  presets: { strict: true },
  docs: {
    summary: 'Look for duplicates before you make columns unique.',
    condition:
      'A unique index, a unique constraint or a primary key over columns that were there before, on a table that may hold rows. Not where another unique index covers some of the columns, where the file drops one first, or where it deletes rows or writes to one of the columns first.',
    effect:
      'Where two rows have the same values the build fails, on that database alone; a concurrent one leaves an invalid index behind.',
    workaround:
      'Look first, on every database that the migration will run on:\n\n```sql\nSELECT isbn, count(*) FROM books WHERE isbn IS NOT NULL GROUP BY isbn HAVING count(*) > 1;\n```\n\nThen decide which rows stay, in a migration of its own:\n\n```sql\nDELETE FROM books AS a USING books AS b WHERE a.isbn = b.isbn AND a.id > b.id;\n```\n\nAnd build the index outside a transaction:\n\n```sql still-reported\nDROP INDEX CONCURRENTLY IF EXISTS books_isbn_key;\nCREATE UNIQUE INDEX CONCURRENTLY books_isbn_key ON books (isbn);\n```',
    references: [
      'https://www.postgresql.org/docs/current/indexes-unique.html',
      'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    ],
  },
  options: z.strictObject({}),
  messages: { duplicates: 'This fails if two {rows} have the same {columns}.' },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn text);',
      sql: 'CREATE UNIQUE INDEX books_isbn_key ON books (isbn);',
      reports: ['duplicates'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn text);',
      sql: 'DROP INDEX CONCURRENTLY IF EXISTS books_isbn_key; CREATE UNIQUE INDEX CONCURRENTLY books_isbn_key ON books (isbn);',
      project: { transaction: 'autocommit' },
      reports: ['duplicates'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn text);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_isbn_key UNIQUE (isbn);',
      reports: ['duplicates'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn text);',
      sql: 'CREATE UNIQUE INDEX books_both ON books (isbn, id);',
      reports: [],
      because: 'The primary key keeps the rows apart already.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn text);',
      sql: 'DELETE FROM books a USING books b WHERE a.isbn = b.isbn AND a.id > b.id; CREATE UNIQUE INDEX books_isbn_key ON books (isbn);',
      reports: [],
      because: 'Duplicates are removed first.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN isbn text; CREATE UNIQUE INDEX books_isbn_key ON books (isbn);',
      reports: [],
      because: 'The column is new: all its values are NULL.',
    },
  ],
  check: {
    *createIndex(op, context) {
      if (!op.unique) return;
      const columns = op.elements.map(({ column }) => column ?? '');
      yield* judge(op, op.table, columns, context, op);
    },
    *addConstraint(op, context) {
      const { constraint } = op;
      if (constraint.type !== 'unique' && constraint.type !== 'primaryKey') return;
      if (constraint.usingIndex === undefined) yield* judge(op, op.table, constraint.columns, context);
    },
  },
});

/** An expression stands for the empty column name. */
function* judge(
  op: Operation,
  table: WrittenName,
  columns: readonly string[],
  { catalog, effects, script }: RuleContext<unknown>,
  index?: CreateIndex,
) {
  if (visibleIndexBuild(effects) === undefined || !wasThereBefore(catalog, table)) return;
  if (columns.some((column) => column !== '' && !columnWasThereBefore(catalog, table, column))) return;
  if (isUniqueAlready(catalog, table, columns)) return;
  const before = operationsBefore(script, op);
  if (replacesOne(before, table, index) || mayMendRows(before, table, columns, catalog)) return;
  const plain = columns.filter((column) => column !== '');
  const list = plain.map(quoteIdentifier).join(', ');
  const isWhole = plain.length === columns.length;
  const where = index?.where && script.text.slice(index.where.span.start, index.where.span.end);
  yield {
    message: 'duplicates',
    data: {
      rows: `rows of ${formatName(table)}${index?.where ? ' that its WHERE takes' : ''}`,
      columns: isWhole ? columns.join(', ') : 'value of this index',
    },
    at: op.span,
    workaround: isWhole
      ? `Look first, on every database that the migration will run on:\n\n\`\`\`sql\nSELECT ${list}, count(*) FROM ${quoteName(table)}${where ? ` WHERE ${where}` : ''} GROUP BY ${list} HAVING count(*) > 1;\n\`\`\``
      : undefined,
  } as const;
}
