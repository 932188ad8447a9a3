import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { concurrentBuild } from '../../engine/concurrent-build.js';
import { defineRule } from '../../engine/rule.js';
import type { CreateIndex } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';

/** The file drops what a failed build may have left behind, before it builds again. */
const dropsFirst = (script: Script, op: CreateIndex): boolean =>
  script.statements.some((statement) =>
    statement.operations.some(
      (other) => other.kind === 'dropIndex' && other.index.name === op.index && other.span.start < op.span.start,
    ),
  );

export default defineRule({
  id: 'invalid-index-retry',
  category: 'constraints',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  yieldsTo: { rules: ['concurrently-in-transaction'] },
  loud: 'Projects that build indexes concurrently write IF NOT EXISTS everywhere, and a failed build then stays invalid for good.',
  docs: {
    summary: 'Do not let IF NOT EXISTS skip an invalid index.',
    condition: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS without a DROP INDEX of the same name before it in the file.',
    effect:
      'A concurrent build that failed leaves an invalid index of that name. The retry then says «already exists, skipping»: the migration counts as applied, and the index is never used.',
    workaround:
      'Drop what a failed build may have left, then build:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_title;\nCREATE INDEX CONCURRENTLY books_title ON books (title);\n```',
    references: ['https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY'],
  },
  options: z.strictObject({}),
  messages: {
    skips: 'If a first build of {index} on {table} fails, IF NOT EXISTS skips the invalid index that it leaves.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS books_title ON books (title);',
      project: { transaction: 'autocommit' },
      reports: ['skips'],
    },
    {
      sql: 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS books_isbn ON books (isbn);',
      alone: true,
      project: { transaction: 'autocommit' },
      reports: ['skips'],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'DROP INDEX CONCURRENTLY IF EXISTS books_title; CREATE INDEX CONCURRENTLY IF NOT EXISTS books_title ON books (title);',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title);',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'The retry fails loudly instead.',
    },
  ],
  check: {
    *createIndex(op, { script, section, project }) {
      if (!op.concurrently || !op.ifNotExists || !op.index || dropsFirst(script, op)) return;
      yield {
        message: 'skips',
        data: { index: op.index, table: formatName(op.table) },
        at: op.span,
        workaround: concurrentBuild(op, { section, project }),
      };
    },
  },
});
