import { z } from 'zod';
import { cannotRunInTransaction, isSentAlone } from '../../effects/transaction-errors.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';

const books = 'CREATE TABLE books (title text);';

export default defineRule({
  id: 'concurrently-breaks-atomicity',
  category: 'transactions',
  severity: 'info',
  presets: { strict: true },
  once: 'file',
  directions: ['up', 'down'],
  docs: {
    summary: 'Give a statement that is sent alone a file of its own.',
    condition:
      'The Supabase CLI from 2.109 on sends CREATE, DROP and REINDEX INDEX CONCURRENTLY, VACUUM, CLUSTER and ALTER SYSTEM outside of the batch, and the file holds other statements than settings. Reported once a file.',
    effect:
      'The file is no longer one transaction: where a later statement fails, the earlier ones stay and the file is not recorded, so that the next run stops at what exists already.',
    workaround:
      'Two files:\n\n```sql\nALTER TABLE books ADD COLUMN isbn text;\n```\n\n```sql\nCREATE INDEX CONCURRENTLY books_isbn ON books (isbn);\n```',
    references: ['https://supabase.com/docs/reference/cli/supabase-db-push'],
  },
  options: z.strictObject({}),
  messages: {
    alone:
      '{statement} is sent alone: this file is no longer one transaction, and a failure leaves a part of it applied.',
  },
  examples: [
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text; CREATE INDEX CONCURRENTLY books_isbn ON books (isbn);',
      project: { transaction: 'pipeline-standalone' },
      reports: ['alone'],
    },
    {
      given: books,
      sql: 'DELETE FROM books WHERE title IS NULL; VACUUM books;',
      project: { transaction: 'pipeline-standalone' },
      reports: ['alone'],
    },
    {
      given: books,
      sql: "SET lock_timeout = '2s'; CREATE INDEX CONCURRENTLY books_title ON books (title);",
      project: { transaction: 'pipeline-standalone' },
      reports: [],
    },
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text; CREATE INDEX books_isbn ON books (isbn);',
      project: { transaction: 'pipeline-standalone' },
      reports: [],
    },
    {
      given: books,
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title); ANALYZE books;',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'The tool sends each statement alone anyway.',
    },
  ],
  check: {
    *fileEnd({ script, section }) {
      if (section.transaction !== 'pipeline-standalone') return;
      const counted = script.statements.filter(({ operations }) => !operations.every(changesNothing));
      if (counted.length < 2) return;
      const alone = counted.flatMap(({ operations }) => operations).find(isSentAlone);
      if (alone === undefined) return;
      const statement = cannotRunInTransaction(alone) ?? 'CLUSTER';
      yield { message: 'alone', data: { statement }, at: alone.span };
    },
  },
});

const changesNothing = ({ kind }: Operation): boolean =>
  ['setSetting', 'resetSetting', 'utility', 'analyze', 'commentOn'].includes(kind);
