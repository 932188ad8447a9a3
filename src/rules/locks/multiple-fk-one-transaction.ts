import { z } from 'zod';
import { wasThereBefore } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified } from '../../core/name.js';
import { newlyReferenced } from '../../engine/new-foreign-keys.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import { earlierOperationsInTransaction } from '../../engine/same-transaction.js';
import type { Operation } from '../../sql/operation.js';

const library = 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE shelves (id bigint PRIMARY KEY);';
const books = 'CREATE TABLE books (author_id bigint, shelf_id bigint);';
const author = 'ALTER TABLE books ADD CONSTRAINT books_author FOREIGN KEY (author_id) REFERENCES authors NOT VALID;';
const shelf = 'ALTER TABLE books ADD CONSTRAINT books_shelf FOREIGN KEY (shelf_id) REFERENCES shelves NOT VALID;';

export default defineRule({
  id: 'multiple-fk-one-transaction',
  category: 'locks',
  // Deadlocks need a writer that takes the same tables in the other order.
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Add one foreign key a transaction.',
    condition:
      'Foreign keys to two or more tables that were there before this migration are made in one transaction. One finding a file.',
    effect:
      'Writes to all of the tables wait until the transaction ends. Where another transaction writes to them in the other order, the two wait for each other, and the server ends one by a deadlock error.',
    workaround: `A migration for each foreign key, and for validating it:\n\n\`\`\`sql\n${books}\n\`\`\`\n\n\`\`\`sql\n${author}\n\`\`\`\n\n\`\`\`sql\n${shelf}\n\`\`\``,
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],
  },
  options: z.strictObject({}),
  messages: {
    locksAll: 'Foreign keys to {tables} are made in one transaction: writes to all of them wait until it ends.',
  },
  examples: [
    {
      given: library,
      sql: 'CREATE TABLE books (author_id bigint REFERENCES authors, shelf_id bigint REFERENCES shelves);',
      reports: ['locksAll'],
    },
    { given: `${library} ${books}`, sql: `${author} ${shelf}`, reports: ['locksAll'] },
    {
      given: `${library} ${books}`,
      sql: `${author} ${shelf}`,
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Each statement is a transaction of its own.',
    },
    { given: `${library} ${books}`, sql: author, reports: [] },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY);',
      sql: 'CREATE TABLE shelves (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES authors, shelf_id bigint REFERENCES shelves);',
      reports: [],
      because: 'Only one of them was there before.',
    },
  ],
  check: {
    *createTable(op, context) {
      yield* judge(op, context);
    },
    *addColumn(op, context) {
      yield* judge(op, context);
    },
    *addConstraint(op, context) {
      yield* judge(op, context);
    },
  },
});

function* judge(op: Operation, context: RuleContext<unknown>) {
  const { catalog } = context;
  const locked = (operation: Operation) =>
    newlyReferenced(operation, catalog).filter((name) => wasThereBefore(catalog, name));
  const own = locked(op);
  if (own.length === 0) return;
  const all = [...earlierOperationsInTransaction(op, context).flatMap(locked), ...own];
  const names = new Map(all.map((name) => [formatQualified(name), formatName(name)]));
  if (names.size > 1)
    yield { message: 'locksAll', data: { tables: listText([...names.values()]) }, at: op.span } as const;
}
