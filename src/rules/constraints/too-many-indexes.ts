import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'too-many-indexes',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Keep the number of indexes of a table small.',
    condition:
      'At the end of the history, a table has more indexes than the option `most` (10), those of keys among them. Reported at the CREATE INDEX that came last.',
    effect:
      'Each INSERT, and each UPDATE that touches an indexed column, writes to all of them, and the planner weighs them all for every query.',
    workaround:
      'Ask the server which of them are used (`SELECT indexrelname, idx_scan FROM pg_stat_user_indexes ORDER BY idx_scan`), on every replica, and drop the others one by one, outside a transaction:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_b;\n```',
    references: ['https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW'],
  },
  options: z.strictObject({
    most: z.number().int().positive().default(10).describe('How many indexes a table may have.'),
  }),
  messages: { many: 'Table {table} has {count} indexes, and each write keeps them all up.' },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, a int, b int); CREATE INDEX books_b ON books (b);',
      sql: 'CREATE INDEX books_a ON books (a);',
      options: { most: 2 },
      reports: ['many'],
    },
    {
      sql: 'CREATE TABLE books (a int, b int); CREATE INDEX books_a ON books (a); CREATE INDEX books_b ON books (b);',
      options: { most: 1 },
      reports: ['many'],
    },
    {
      sql: 'CREATE TABLE books (a int, b int); CREATE INDEX books_a ON books (a); CREATE INDEX books_b ON books (b);',
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (a int, b int); CREATE INDEX books_a ON books (a); CREATE INDEX books_b ON books (b);',
      after: ['DROP INDEX books_a;'],
      options: { most: 1 },
      reports: [],
    },
  ],
  check: {
    *history({ catalog, originOf, options }) {
      for (const table of catalog.relations()) {
        if (table.managed || table.indexes.size <= options.most) continue;
        const last = catalog
          .indexesOf(table)
          .filter(({ span }) => span !== undefined)
          .toSorted((a, b) => a.unit - b.unit)
          .at(-1);
        const place = last && placeOf(originOf, last);
        if (!place) continue;
        const data = { table: formatName(table.name), count: String(table.indexes.size) };
        yield { message: 'many', data, subject: data.table, ...place };
      }
    },
  },
});
