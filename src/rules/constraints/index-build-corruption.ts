import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'index-build-corruption',
  category: 'constraints',
  severity: 'warning',
  presets: { strict: true },
  once: 'file',
  docs: {
    summary: 'Do not build indexes concurrently on PostgreSQL 14.0 to 14.3.',
    condition:
      'CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY where the target is PostgreSQL 14, unless the option `minor` says that its minor version is 4 or later. One finding a file.',
    effect:
      'Up to 14.3 such a build can miss rows that are updated meanwhile: queries by the index do not find them, and a unique index lets duplicates through. Nothing reports it.',
    workaround:
      "Upgrade to 14.4 or later. Then build anew what was built before, and check it with amcheck:\n\n```sql still-reported\nREINDEX INDEX CONCURRENTLY books_author;\n```\n\n```sql\nCREATE EXTENSION IF NOT EXISTS amcheck;\n```\n\n```sql\nSELECT bt_index_check('books_author', true);\n```",
    references: ['https://www.postgresql.org/docs/release/14.4/'],
  },
  options: z.strictObject({
    minor: z.number().int().nonnegative().optional().describe('The minor version of the PostgreSQL 14 server.'),
  }),
  messages: { corrupts: '{statement} can leave rows out of the index on PostgreSQL 14 before 14.4.' },
  examples: [
    {
      given: 'CREATE TABLE books (title text, author text); CREATE INDEX books_author ON books (author);',
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title);',
      project: { server: { version: 14, timeZone: 'UTC' }, transaction: 'autocommit' },
      reports: ['corrupts'],
    },
    {
      given: 'CREATE TABLE books (title text); CREATE INDEX books_title ON books (title);',
      sql: 'REINDEX INDEX CONCURRENTLY books_title;',
      project: { server: { version: 14, timeZone: 'UTC' }, transaction: 'autocommit' },
      options: { minor: 3 },
      reports: ['corrupts'],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title);',
      project: { server: { version: 14, timeZone: 'UTC' }, transaction: 'autocommit' },
      options: { minor: 18 },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (title text);',
      sql: 'CREATE INDEX CONCURRENTLY books_title ON books (title);',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Only PostgreSQL 14 was affected.',
    },
  ],
  check: {
    *createIndex(op, { project, options }) {
      if (!op.concurrently || project.server.version !== 14 || (options.minor ?? 0) >= 4) return;
      yield { message: 'corrupts', data: { statement: 'CREATE INDEX CONCURRENTLY' }, at: op.span };
    },
    *reindex(op, { project, options }) {
      if (!op.concurrently || project.server.version !== 14 || (options.minor ?? 0) >= 4) return;
      yield { message: 'corrupts', data: { statement: 'REINDEX CONCURRENTLY' }, at: op.span };
    },
  },
});
