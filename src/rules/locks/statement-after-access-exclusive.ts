import { z } from 'zod';
import { blocksWrites } from '../../core/lock-mode.js';
import { formatName, formatQualified } from '../../core/name.js';
import type { Effects } from '../../effects/effects.js';
import { visible, visibleIndexBuild, visibleRewrite, visibleScan } from '../../effects/visible.js';
import { heldTables } from '../../engine/held-tables.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';

const library =
  'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY, title text, price numeric);';

export default defineRule({
  id: 'statement-after-access-exclusive',
  category: 'locks',
  // What takes so long is mostly an error by itself.
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  yieldsTo: {
    rules: [
      'create-index-non-concurrent',
      'create-index-partitioned-parent',
      'reindex-non-concurrent',
      'add-unique-constraint',
      'add-primary-key',
      'add-exclusion-constraint',
      'add-fk-validating',
      'add-check-validating',
      'validate-in-same-transaction',
      'set-not-null-scan',
      'add-required-column',
      'add-column-volatile-default',
      'add-column-generated-stored',
      'add-column-serial',
      'add-column-identity',
      'add-column-constrained-domain',
      'add-column-with-constraint',
      'alter-column-set-expression',
      'alter-column-type-rewrite',
      'alter-column-type-index-rebuild',
      'alter-column-type-recheck',
      'attach-partition-scan',
      'attach-partition-default-scan',
      'refresh-matview-blocking',
      'set-logged-unlogged',
      'set-tablespace',
      'ddl-then-backfill-same-transaction',
    ],
  },
  docs: {
    summary: 'Do nothing long while a transaction locks a table against everybody.',
    condition:
      'A statement has taken ACCESS EXCLUSIVE on an existing table, and the same transaction goes on with one that reads or writes all of a table, builds an index or fills a materialized view. Not where that one makes writers of the same table wait by itself, which has rules of its own, and not for instant statements. Changes of rows are told by ddl-then-backfill-same-transaction. One finding a file.',
    effect:
      'The first change is instant by itself, but its lock is kept until the transaction ends: reads and writes of that table wait for work that is not about it.',
    workaround:
      'Two migrations, so that the lock of the first is gone when the second begins. Here the second runs outside a transaction:\n\n```sql\nALTER TABLE authors ADD COLUMN name text;\n```\n\n```sql\nCREATE INDEX CONCURRENTLY books_title_idx ON books (title);\n```',
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],
  },
  options: z.strictObject({}),
  messages: {
    holds: 'An earlier statement holds {mode} on {table}: reads and writes of it wait until {work}.',
  },
  examples: [
    {
      given: library,
      sql: 'ALTER TABLE authors ADD COLUMN name text; CREATE INDEX books_title_idx ON books (title);',
      reports: ['holds'],
    },
    {
      given: [library, 'ALTER TABLE books ADD CONSTRAINT paid CHECK (price > 0) NOT VALID;'],
      sql: 'ALTER TABLE authors ADD COLUMN name text; ALTER TABLE books VALIDATE CONSTRAINT paid;',
      reports: ['holds'],
    },
    {
      given: library,
      sql: 'ALTER TABLE authors ADD COLUMN name text; ALTER TABLE books ADD COLUMN isbn text;',
      reports: [],
      because: 'Both are instant.',
    },
    {
      given: library,
      sql: 'ALTER TABLE books ADD COLUMN isbn text; CREATE INDEX books_isbn_idx ON books (isbn);',
      reports: [],
      because: 'The second locks the same table by itself; create-index-non-concurrent tells of it.',
    },
    {
      given: library,
      sql: 'ALTER TABLE authors ADD COLUMN name text; CREATE INDEX books_title_idx ON books (title);',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Each statement is a transaction of its own.',
    },
    {
      given: library,
      sql: 'CREATE TABLE loans (id bigint); ALTER TABLE loans ADD due date; CREATE INDEX books_title_idx ON books (title);',
      reports: [],
      because: 'The locked table is new.',
    },
  ],
  check: {
    *operation(op, context) {
      const { catalog, effects, session, statement } = context;
      const work = session.statementsInTransaction === 0 ? undefined : longWork(op, context);
      if (work === undefined) return;
      const own = new Set(
        effects.locks.filter(({ mode }) => blocksWrites(mode)).map(({ relation }) => formatQualified(relation)),
      );
      for (const held of heldTables(session, catalog, 'ACCESS EXCLUSIVE')) {
        if (held.statement === statement.index || own.has(formatQualified(held.relation))) continue;
        yield { message: 'holds', data: { mode: held.mode, table: formatName(held.relation), work }, at: op.span };
        return;
      }
    },
  },
});

/** What the operation is busy with for as long as a table is large. */
function longWork(op: Operation, { effects, catalog, session }: RuleContext<unknown>): string | undefined {
  if (op.kind === 'validateConstraint') {
    const { schema, name } = catalog.resolve(op.table);
    if (session.newNotValid.has(`${schema}.${name}.${op.constraint}`)) return undefined;
  }
  if (op.kind === 'refreshMaterializedView' && op.withData) return `${formatName(op.view)} is filled`;
  if ((op.kind === 'createMaterializedView' || op.kind === 'createTableAs') && op.withData && readsVisible(effects))
    return `${formatName(op.kind === 'createTableAs' ? op.table : op.view)} is filled`;
  const rewrite = op.kind === 'truncate' ? undefined : visibleRewrite(effects);
  if (rewrite?.certain) return `${formatName(rewrite.relation)} is written anew`;
  const build = visibleIndexBuild(effects);
  if (build?.certain && op.kind !== 'truncate') return `an index on ${formatName(build.relation)} is built`;
  const scan = visibleScan(effects);
  if (scan?.certain) return `all of ${formatName(scan.relation)} is read`;
  if (effects.validatesForeignKey && 'table' in op && op.table && catalog.isNew(op.table) !== 'yes')
    return `the rows of ${formatName(op.table)} are checked`;
  return undefined;
}

const readsVisible = (effects: Effects): boolean => visible(effects.locks).some(({ target }) => target !== 'index');
