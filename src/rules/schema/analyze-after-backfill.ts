import { z } from 'zod';
import { formatName, type WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';

export default defineRule({
  id: 'analyze-after-backfill',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'file',
  // What is moved out of the migration is no longer its to analyze.
  yieldsTo: { rules: ['update-without-where', 'ddl-then-backfill-same-transaction', 'unbatched-backfill'] },
  docs: {
    summary: 'Analyze a table after rewriting its rows.',
    condition:
      'A migration updates every row of an existing table, or fills an existing table from a query, and does not ANALYZE it afterwards. One finding a file.',
    effect:
      'Until autovacuum comes by, plans are made with the old statistics, and a query that was fast can read the whole table.',
    workaround: '```sql\nUPDATE books SET shelf = 1;\nANALYZE books;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-analyze.html'],
  },
  options: z.strictObject({}),
  messages: { stale: 'The statistics of {table} are those from before this change: ANALYZE it.' },
  examples: [
    { given: 'CREATE TABLE books (id bigint, shelf int);', sql: 'UPDATE books SET shelf = 1;', reports: ['stale'] },
    {
      given: 'CREATE TABLE books (id bigint); CREATE TABLE old (id bigint);',
      sql: 'INSERT INTO books (id) SELECT id FROM old;',
      reports: ['stale'],
    },
    {
      given: 'CREATE TABLE books (id bigint, shelf int);',
      sql: 'UPDATE books SET shelf = 1; ANALYZE books;',
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint, shelf int);',
      sql: 'UPDATE books SET shelf = 1 WHERE id = 7;',
      reports: [],
      because: 'Single rows do not change statistics.',
    },
    { given: 'CREATE TABLE books (id bigint);', sql: 'INSERT INTO books (id) VALUES (1), (2);', reports: [] },
  ],
  check: {
    *update(op, context) {
      if (op.filter !== 'condition') yield* judge(op.table, op.span, context);
    },
    *insert(op, context) {
      if (op.source === 'query' && op.reads.length > 0) yield* judge(op.table, op.span, context);
    },
  },
});

function* judge(table: WrittenName, at: Span, { catalog, script }: RuleContext<unknown>) {
  const relation = catalog.relation(table);
  if (catalog.isNew(table) === 'yes' || (typeof relation !== 'string' && relation.kind !== 'table')) return;
  const analyzed = script.statements.some(({ operations }) =>
    operations.some(
      (op) =>
        (op.kind === 'analyze' || op.kind === 'vacuum') &&
        op.span.start > at.start &&
        (op.tables.length === 0 || op.tables.some((one) => isSame(one, table))),
    ),
  );
  if (!analyzed) yield { message: 'stale', data: { table: formatName(table) }, at } as const;

  function isSame(a: WrittenName, b: WrittenName): boolean {
    return formatName(catalog.resolve(a)) === formatName(catalog.resolve(b));
  }
}
