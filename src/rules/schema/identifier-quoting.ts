import { z } from 'zod';
import { formatName, quoteIdentifier, type WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'identifier-quoting',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Choose names that need no quotes.',
    condition:
      'A new table, view, column or function has a name with capitals, spaces or other characters that need quotes, or that is a reserved word. One finding a file.',
    effect: 'Every query must quote it for ever, and one that forgets reads another name or fails.',
    workaround: '```sql\nCREATE TABLE book_loans (id bigint PRIMARY KEY, lent_to bigint);\n```',
    references: ['https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'],
  },
  options: z.strictObject({}),
  messages: { quoted: '{name} must be quoted in every query.' },
  examples: [
    { sql: 'CREATE TABLE "BookLoans" (id bigint PRIMARY KEY);', reports: ['quoted'] },
    {
      given: 'CREATE TABLE loans (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE loans ADD COLUMN "order" int;',
      reports: ['quoted'],
    },
    {
      sql: 'CREATE TABLE book_loans (id bigint PRIMARY KEY, "name" text);',
      reports: [],
      because: 'name needs no quotes, written with them or not.',
    },
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, "timestamp" timestamptz, "position" int);',
      reports: [],
      because: 'Columns may be called so without quotes.',
    },
    {
      sql: 'CREATE FUNCTION "position"(book bigint) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;',
      reports: ['quoted'],
      because: 'Functions may not.',
    },
    {
      sql: 'CREATE TABLE BookLoans (id bigint PRIMARY KEY);',
      reports: [],
      because: 'Without quotes the server makes it bookloans.',
    },
  ],
  check: {
    *createTable(op) {
      yield* judge(op.table, op.span);
      for (const { name, span } of op.columns) yield* judge({ name }, span);
    },
    *createView(op) {
      yield* judge(op.view, op.span);
    },
    *createMaterializedView(op) {
      yield* judge(op.view, op.span);
    },
    *createFunction(op) {
      yield* judge(op.function, op.span, true);
    },
    *addColumn(op) {
      yield* judge({ name: op.column.name }, op.column.span);
    },
  },
});

// Keywords that may be names of tables and columns as they are, but not of functions.
const plainForColumns: ReadonlySet<string> = new Set(
  (
    'between bigint bit boolean char character coalesce dec decimal exists extract float greatest inout int integer interval ' +
    'least national nchar none nullif numeric out position precision real row setof smallint substring time timestamp treat ' +
    'trim values varchar'
  ).split(' '),
);

function* judge(name: WrittenName, at: Span, isFunction = false) {
  if (name.name === '' || quoteIdentifier(name.name) === name.name) return;
  if (!isFunction && plainForColumns.has(name.name)) return;
  yield { message: 'quoted', data: { name: quoteIdentifier(name.name) }, at, subject: formatName(name) } as const;
}
