import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { firstIndexName } from '../../catalog/implicit-names.js';
import { formatName, type QualifiedName, quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { CreateIndex } from '../../sql/operation.js';

/** The name that the server gives it, where it is certain. */
function impliedName({ table, elements, include }: CreateIndex, catalog: Catalog): string | undefined {
  const { schema, name }: QualifiedName = catalog.resolve(table);
  const index = firstIndexName(name, elements, include);
  const isFree =
    catalog.index({ schema, name: index }) === 'absent' && catalog.relation({ schema, name: index }) === 'absent';
  return isFree && elements.every(({ column }) => column !== undefined) ? index : undefined;
}

export default defineRule({
  id: 'index-needs-name',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Name every index.',
    condition: 'CREATE INDEX without a name. A warning with CONCURRENTLY. One finding a file. Not on temporary tables.',
    effect:
      'The server makes up a name that depends on what is there, so that databases may differ, and later migrations have to guess it. A concurrent build that failed leaves an invalid index that nothing in the file can name, and running the file again builds one more.',
    workaround:
      'In a migration of its own that runs outside a transaction:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_title_idx;\nCREATE INDEX CONCURRENTLY books_title_idx ON books (title);\n```',
    references: ['https://www.postgresql.org/docs/current/sql-createindex.html'],
  },
  options: z.strictObject({}),
  messages: {
    unnamed: 'This index on {table} has no name of its own.',
    cannotRetry:
      'This index on {table} has no name: if its concurrent build fails, the next try builds one more beside it.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX ON books (title);',
      fixed: 'CREATE INDEX books_title_idx ON books (title);',
      reports: ['unnamed'],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY ON books (title);',
      project: { transaction: 'autocommit' },
      reports: ['cannotRetry'],
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title_idx ON books (lower(title));',
      sql: 'create index on books (title);',
      reports: ['unnamed'],
      because: 'The name that first comes to mind is taken, so the author has to find one.',
    },
    { given: 'CREATE TABLE books (title text);', sql: 'CREATE INDEX by_title ON books (title);', reports: [] },
    { sql: 'CREATE TEMPORARY TABLE import (line text); CREATE INDEX ON import (line);', reports: [] },
  ],
  check: {
    *createIndex(op, { catalog, effects }) {
      if (op.index !== undefined || effects.locks.some(({ relation }) => relation.schema === 'pg_temp')) return;
      const data = { table: formatName(op.table) };
      if (op.concurrently) {
        yield { message: 'cannotRetry', data, at: op.span, severity: 'warning' };
        return;
      }
      const name = impliedName(op, catalog);
      const at = { start: op.afterIndexKeyword, end: op.afterIndexKeyword };
      const fix = name === undefined ? undefined : [{ span: at, text: ` ${quoteIdentifier(name)}` }];
      yield { message: 'unnamed', data, at: op.span, fix };
    },
  },
});
