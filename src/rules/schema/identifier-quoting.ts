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
      yield* judge(op.function, op.span);
    },
    *addColumn(op) {
      yield* judge({ name: op.column.name }, op.column.span);
    },
  },
});

function* judge(name: WrittenName, at: Span) {
  if (name.name === '' || quoteIdentifier(name.name) === name.name) return;
  yield { message: 'quoted', data: { name: quoteIdentifier(name.name) }, at, subject: formatName(name) } as const;
}
