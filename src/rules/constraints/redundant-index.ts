import { z } from 'zod';
import { redundantIndexes } from '../../catalog/index-cover.js';
import { formatName, quoteName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'redundant-index',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Drop an index whose columns begin another index.',
    condition:
      'At the end of the history, the columns of a B-tree index are the first ones of another index of the table, in the same order, with the same operator classes, sorting and predicate. Not where it is unique or belongs to a constraint. Two indexes with the same columns are for `duplicate-index`.',
    effect: 'Each write keeps up both, and the wider one serves nearly every query that the narrower one serves.',
    workaround:
      'Keep it where it is much smaller and serves the hottest queries. Else, in a migration of its own that runs outside a transaction:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_author;\n```',
    references: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],
  },
  options: z.strictObject({}),
  messages: { prefix: 'Index {index} of {table} is the beginning of {wider}, which serves the same queries.' },
  examples: [
    {
      given: 'CREATE TABLE books (author text, title text); CREATE INDEX books_both ON books (author, title);',
      sql: 'CREATE INDEX books_author ON books (author);',
      reports: ['prefix'],
    },
    {
      given: 'CREATE TABLE books (author text, title text); CREATE INDEX books_author ON books (author);',
      sql: 'CREATE INDEX books_author_title ON books (author, title);',
      reports: [],
      because: 'The older index is the redundant one: it is reported in the file that made it.',
    },
    {
      sql: 'CREATE TABLE books (author text, title text, UNIQUE (author, title)); CREATE INDEX books_author ON books (author);',
      reports: ['prefix'],
    },
    {
      sql: 'CREATE TABLE books (author text, title text); CREATE INDEX books_author ON books (author); CREATE INDEX books_both ON books (author, title);',
      reports: ['prefix'],
    },
    {
      sql: 'CREATE TABLE books (author text, title text); CREATE UNIQUE INDEX books_author ON books (author); CREATE INDEX books_both ON books (author, title);',
      reports: [],
      because: 'The unique index keeps authors apart.',
    },
    {
      sql: 'CREATE TABLE books (author text, title text); CREATE INDEX books_author ON books (author DESC); CREATE INDEX books_both ON books (author, title);',
      reports: [],
      because: 'They are sorted differently.',
    },
    {
      sql: 'CREATE TABLE books (author text, title text); CREATE INDEX books_author ON books (author); CREATE INDEX books_both ON books (author, title);',
      after: ['DROP INDEX books_author;'],
      reports: [],
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        if (table.managed || table.indexes.size < 2) continue;
        for (const { index, by, cover } of redundantIndexes(catalog.indexesOf(table))) {
          const place = cover === 'prefix' ? placeOf(originOf, index) : undefined;
          if (!place) continue;
          const data = { index: index.name.name, table: formatName(table.name), wider: by.name.name };
          const workaround = `\`\`\`sql\nDROP INDEX CONCURRENTLY IF EXISTS ${quoteName(index.name)};\n\`\`\``;
          yield { message: 'prefix', data, subject: formatName(index.name), workaround, ...place };
        }
      }
    },
  },
});
