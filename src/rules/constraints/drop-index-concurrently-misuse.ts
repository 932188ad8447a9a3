import { z } from 'zod';
import { quoteName } from '../../core/name.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'drop-index-concurrently-misuse',
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Drop one index at a time with CONCURRENTLY, without CASCADE.',
    condition: 'DROP INDEX CONCURRENTLY names several indexes, says CASCADE, or names an index of a partitioned table.',
    effect: 'PostgreSQL refuses it (0A000), and the migration fails.',
    workaround:
      'One statement an index, in a migration that runs outside a transaction:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_title;\nDROP INDEX CONCURRENTLY IF EXISTS books_author;\n```\n\nAn index of a partitioned table can only be dropped without CONCURRENTLY; set `lock_timeout` and try again until it has its lock.',
    references: ['https://www.postgresql.org/docs/current/sql-dropindex.html'],
  },
  options: z.strictObject({}),
  messages: { refused: 'PostgreSQL refuses this DROP INDEX: {error}.' },
  examples: [
    {
      given:
        'CREATE TABLE books (title text, author text); CREATE INDEX books_title ON books (title); CREATE INDEX books_author ON books (author);',
      sql: 'DROP INDEX CONCURRENTLY books_title, books_author;',
      project: { transaction: 'autocommit' },
      reports: ['refused'],
      because: 'Once for the statement.',
    },
    {
      sql: 'DROP INDEX CONCURRENTLY IF EXISTS books_title CASCADE;',
      alone: true,
      project: { transaction: 'autocommit' },
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE visits (day date) PARTITION BY RANGE (day); CREATE INDEX visits_day ON visits (day);',
      sql: 'DROP INDEX CONCURRENTLY visits_day;',
      project: { transaction: 'autocommit' },
      reports: ['refused'],
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'DROP INDEX CONCURRENTLY IF EXISTS books_title;',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'DROP INDEX books_title CASCADE;',
      reports: [],
      because: 'It is not concurrent.',
    },
  ],
  check: {
    *dropIndex(op, { effects, statement }) {
      const error = op.concurrently ? refusal(op, effects, '0A000') : undefined;
      // Of a list each index is an operation, and all of them have the one error.
      const isFirst = statement.operations.find(({ kind }) => kind === 'dropIndex') === op || op.statementCount === 1;
      if (error === undefined || !isFirst) return;
      const dropped = statement.operations.flatMap((each) =>
        each.kind === 'dropIndex' ? [quoteName(each.index)] : [],
      );
      const lines = dropped.map((index) => `DROP INDEX CONCURRENTLY IF EXISTS ${index};`);
      yield {
        message: 'refused',
        data: { error: error.message },
        at: op.span,
        workaround: error.message.startsWith('cannot drop partitioned')
          ? `\`\`\`sql\nSET lock_timeout = '2s';\nDROP INDEX ${quoteName(op.index)};\n\`\`\``
          : `Outside a transaction:\n\n\`\`\`sql\n${lines.join('\n')}\n\`\`\``,
      };
    },
  },
});
