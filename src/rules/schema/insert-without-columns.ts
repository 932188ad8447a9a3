import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'insert-without-columns',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Name the columns of an INSERT.',
    condition:
      'INSERT without a list of columns into a table that the migration did not make itself. One finding a file.',
    effect:
      'The values go to whichever columns come first where the migration runs: a database with another order takes them for something else.',
    workaround: "```sql\nINSERT INTO books (id, title) VALUES (1, 'Emma');\n```",
    references: ['https://www.postgresql.org/docs/current/sql-insert.html'],
  },
  options: z.strictObject({}),
  messages: { positional: 'The values for {table} are told by their order alone.' },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: "INSERT INTO books VALUES (1, 'Emma');",
      reports: ['positional'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY); CREATE TABLE old_books (id bigint PRIMARY KEY);',
      sql: 'INSERT INTO books SELECT * FROM old_books;',
      reports: ['positional'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, title text);',
      sql: "INSERT INTO books (id, title) VALUES (1, 'Emma');",
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY); INSERT INTO books VALUES (1);',
      reports: [],
      because: 'The order stands in the same file.',
    },
    { given: 'CREATE TABLE books (id bigserial PRIMARY KEY);', sql: 'INSERT INTO books DEFAULT VALUES;', reports: [] },
  ],
  check: {
    *insert(op, { catalog }) {
      if (op.columns.length > 0 || op.source === 'default' || catalog.isNew(op.table) === 'yes') return;
      yield { message: 'positional', data: { table: formatName(op.table) }, at: op.span };
    },
  },
});
