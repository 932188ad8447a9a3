import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { hasLockTimeout } from '../../engine/lock-timeout.js';
import { newlyReferenced } from '../../engine/new-foreign-keys.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';

const authors = 'CREATE TABLE authors (id bigint PRIMARY KEY);';
const books = 'CREATE TABLE books (author_id bigint REFERENCES authors);';

export default defineRule({
  id: 'fk-locks-referenced',
  category: 'locks',
  // The lock is short where nothing long follows, which has a rule of its own.
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Know that a new foreign key locks the table that it points at.',
    condition:
      'A foreign key to a table that was there before this migration, also inside CREATE TABLE, ADD COLUMN and CREATE TABLE … PARTITION OF, without a `lock_timeout` in force. Not where add-fk-validating or lock-on-managed-schema tells of the same lock. One finding a file.',
    effect:
      'The referenced table gets triggers for the key: writes to it wait to the end of the transaction, behind the longest running write first, even where the table with the key is new.',
    workaround:
      "Keep the transaction short, bound the wait, and run it again when it times out:\n\n```sql\nSET LOCAL lock_timeout = '2s';\nCREATE TABLE books (author_id bigint);\nALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors NOT VALID;\n```",
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],
  },
  options: z.strictObject({}),
  messages: { locks: 'The new foreign key takes {mode} on {tables}: {waits} until the transaction ends.' },
  examples: [
    { given: authors, sql: books, reports: ['locks'] },
    {
      given: `${authors} CREATE TABLE books (id bigint);`,
      sql: 'ALTER TABLE books ADD COLUMN author_id bigint REFERENCES authors;',
      reports: ['locks'],
    },
    {
      given: `${authors} CREATE TABLE books (author_id bigint);`,
      sql: 'ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors;',
      reports: [],
      because: 'add-fk-validating tells of both tables.',
    },
    { given: authors, sql: `SET LOCAL lock_timeout = '2s'; ${books}`, reports: [] },
    { sql: `${authors} ${books}`, reports: [], because: 'Both tables are new.' },
  ],
  check: {
    *createTable(op, context) {
      yield* judge(op, context);
    },
    *addColumn(op, context) {
      yield* judge(op, context);
    },
    *addConstraint(op, context) {
      const isTold = context.effects.validatesForeignKey && context.catalog.isNew(op.table) !== 'yes';
      if (!isTold) yield* judge(op, context);
    },
    *attachPartition(op, context) {
      yield* judge(op, context);
    },
  },
});

function* judge(op: Operation, context: RuleContext<unknown>) {
  const { catalog, effects } = context;
  const referenced = newlyReferenced(op, catalog).filter((name) => {
    const relation = catalog.relation(name);
    return typeof relation !== 'object' || !relation.managed;
  });
  if (referenced.length === 0 || hasLockTimeout(context)) return;
  const names = new Set(referenced.map(formatQualified));
  const locks = visible(effects.locks).filter(({ relation }) => names.has(formatQualified(relation)));
  const mode = locks[0]?.mode;
  if (!mode) return;
  const tables = listText([...new Set(locks.map(({ relation }) => formatName(relation)))]);
  yield { message: 'locks', data: { mode, tables, waits: whoWaits(mode) }, at: op.span } as const;
}
