import { z } from 'zod';
import { formatName, formatQualified } from '../../core/name.js';
import { concurrentBuild } from '../../engine/concurrent-build.js';
import { insertKeyword } from '../../engine/keyword-edit.js';
import { defineRule } from '../../engine/rule.js';
import { concurrentlyLater } from '../../engine/split-statement.js';

export default defineRule({
  id: 'create-index-non-concurrent',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  loud: 'Each one stops the writes to its table for as long as the index is built.',
  docs: {
    summary: 'Build indexes on existing tables concurrently.',
    condition:
      '`CREATE INDEX` without `CONCURRENTLY` on a table or materialized view that other sessions can see. Not on a table ' +
      'that the same migration created, not on a temporary table, not `ON ONLY` a partitioned table, and not on a ' +
      'partitioned table: PostgreSQL refuses `CONCURRENTLY` there, so that it has a check of its own.',
    effect:
      'The SHARE lock is held for as long as the index is built and to the end of the transaction. Every INSERT, UPDATE ' +
      'and DELETE on the table waits for it; reads go on.',
    workaround:
      'Give the index a migration of its own that runs outside a transaction. A build that failed leaves an invalid index ' +
      'behind, so begin with dropping it:\n\n```sql\nDROP INDEX CONCURRENTLY IF EXISTS books_title_idx;\n' +
      'CREATE INDEX CONCURRENTLY books_title_idx ON books (title);\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
    ],
  },
  options: z.strictObject({}),
  messages: {
    blocksWrites: 'Creating {index} takes a {lock} lock on {table}: writes to it wait until the index is built.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key, title text);',
      sql: 'create index books_title_idx on books (title);',
      reports: ['blocksWrites'],
      because: 'A transaction cannot build an index concurrently, so the index has to move to a migration of its own.',
    },
    {
      given: 'create table books (id bigint primary key, title text);',
      sql: 'CREATE UNIQUE INDEX books_title_key ON books (title);',
      project: { transaction: 'autocommit' },
      reports: ['blocksWrites'],
      fixed: 'CREATE UNIQUE INDEX CONCURRENTLY books_title_key ON books (title);',
    },
    {
      given: 'create table books (id bigint primary key, title text);',
      sql: 'create index if not exists books_title_idx on books (title);',
      project: { transaction: 'simple-query' },
      reports: ['blocksWrites'],
      fixed: 'create index concurrently if not exists books_title_idx on books (title);',
      because: 'The tool sends a file as one query, so that dropping and building take a file each.',
    },
    {
      sql: 'create index on books (title);',
      alone: true,
      reports: ['blocksWrites'],
      because: 'A file that is judged alone may meet a table of any size.',
    },
    {
      sql: 'create table books (id bigint primary key, title text); create index books_title_idx on books (title);',
      reports: [],
      because: 'Nobody else can see the table yet.',
    },
    {
      given: 'create table books (id bigint primary key, title text);',
      sql: 'create index concurrently books_title_idx on books (title);',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: 'create table visits (day date) partition by range (day);',
      sql: 'create index visits_day_idx on only visits (day);',
      reports: [],
      because: 'Nothing is built: the index is empty until the indexes of the partitions are attached.',
    },
  ],
  check: {
    *createIndex(op, { catalog, effects, project, section, session, statement }) {
      const build = effects.indexBuilds.find(({ visible }) => visible !== 'no');
      const table = catalog.relation(op.table);
      const isPartitioned = typeof table === 'object' && table.kind === 'partitionedTable';
      if (op.concurrently || isPartitioned || !build) return;
      const relation = formatQualified(build.relation);
      const lock = effects.locks.find((taken) => formatQualified(taken.relation) === relation);
      if (!lock) return;
      // Where a transaction is open, the author has to move the index to another file.
      const standsAlone = session.transaction === 'none' && op.block === undefined;
      yield {
        message: 'blocksWrites',
        data: { index: op.index ? `index ${op.index}` : 'this index', table: formatName(op.table), lock: lock.mode },
        at: op.span,
        subject: relation,
        workaround: concurrentBuild(op, { section, project }),
        fix: standsAlone ? insertKeyword(section.text, op.afterIndexKeyword, 'CONCURRENTLY') : undefined,
        split: concurrentlyLater(op, statement, section.text),
      };
    },
  },
});
