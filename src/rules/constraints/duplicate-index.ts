import { z } from 'zod';
import { redundantIndexes } from '../../catalog/index-cover.js';
import { formatName, quoteName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'duplicate-index',
  category: 'constraints',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not index the same columns twice.',
    condition:
      'At the end of the history, a table has two indexes with the same method, columns, operator classes, sorting and predicate. The index of a primary key or a unique constraint is one of them. The later one is reported, of a plain and a unique one the plain one.',
    effect: 'Each write keeps up both, backups and VACUUM read both, and queries use one.',
    workaround:
      'Drop one of the two, in a migration of its own that runs outside a transaction:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_isbn_idx;\n```',
    references: ['https://supabase.com/docs/guides/database/database-advisors?lint=0009_duplicate_index'],
  },
  options: z.strictObject({}),
  messages: { same: 'Index {index} of {table} repeats {other}, which has the same columns.' },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, isbn text UNIQUE);',
      sql: 'CREATE INDEX books_isbn_idx ON books (isbn);',
      reports: ['same'],
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'CREATE INDEX books_title_again ON books USING btree (title);',
      reports: ['same'],
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'CREATE INDEX books_title_last ON books (title ASC NULLS LAST);',
      reports: ['same'],
      because: 'That is how nulls are sorted anyway.',
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'CREATE INDEX books_title_words ON books (lower(title)); CREATE INDEX books_title_like ON books (title text_pattern_ops);',
      reports: [],
    },
    {
      given: 'CREATE TABLE books (title text, gone boolean); CREATE INDEX books_title ON books (title);',
      sql: 'CREATE INDEX books_kept ON books (title) WHERE NOT gone;',
      reports: [],
      because: 'The partial index is smaller.',
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'CREATE INDEX books_title_2 ON books (title); DROP INDEX books_title;',
      reports: [],
      because: 'One replaces the other.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        if (table.managed || table.indexes.size < 2) continue;
        for (const { index, by, cover } of redundantIndexes(catalog.indexesOf(table))) {
          const place = cover === 'same' ? placeOf(originOf, index) : undefined;
          if (!place) continue;
          const data = { index: index.name.name, table: formatName(table.name), other: by.name.name };
          const workaround = `\`\`\`sql\nDROP INDEX CONCURRENTLY IF EXISTS ${quoteName(index.name)};\n\`\`\``;
          yield { message: 'same', data, subject: formatName(index.name), workaround, ...place };
        }
      }
    },
  },
});
