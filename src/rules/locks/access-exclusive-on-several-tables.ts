import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { blocksReads } from '../../core/lock-mode.js';
import { formatName } from '../../core/name.js';
import { visible } from '../../effects/visible.js';
import { countHeldTables, heldTables } from '../../engine/held-tables.js';
import { defineRule } from '../../engine/rule.js';

const library = 'CREATE TABLE authors (id bigint); CREATE TABLE books (id bigint);';
const author = 'ALTER TABLE authors ADD COLUMN name text;';
const book = 'ALTER TABLE books ADD COLUMN title text;';

export default defineRule({
  id: 'access-exclusive-on-several-tables',
  category: 'locks',
  // Common, and harmless where every change is instant and the wait for each lock is bounded.
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Lock one table against everybody in one transaction.',
    condition:
      'One transaction takes ACCESS EXCLUSIVE on two or more tables that were there before this migration and are there after it. Foreign keys are told by multiple-fk-one-transaction. One finding a file.',
    effect:
      'The first table stays locked while the transaction waits for the second, behind the longest query there: reads and writes of both wait. A transaction that uses the two in the other order can end in a deadlock.',
    workaround: `A migration for each table:\n\n\`\`\`sql\nSET LOCAL lock_timeout = '2s';\n${author}\n\`\`\`\n\n\`\`\`sql\nSET LOCAL lock_timeout = '2s';\n${book}\n\`\`\``,
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],
  },
  options: z.strictObject({}),
  messages: {
    several: 'The transaction holds ACCESS EXCLUSIVE on {tables} at once: reads and writes of all wait until it ends.',
  },
  examples: [
    { given: library, sql: `${author} ${book}`, reports: ['several'] },
    { given: library, sql: `${author} ALTER TABLE books ENABLE ROW LEVEL SECURITY;`, reports: ['several'] },
    { given: library, sql: `${author} ${author.replace('name', 'born')}`, reports: [], because: 'It is one table.' },
    {
      given: library,
      sql: `${author} ${book}`,
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Each statement is a transaction of its own.',
    },
    { given: library, sql: `CREATE TABLE loans (id bigint); ALTER TABLE loans ADD due date; ${book}`, reports: [] },
    {
      given: library,
      sql: `DROP TABLE authors; ${book}`,
      reports: [],
      because: 'Nobody uses a table that is dropped.',
    },
  ],
  check: {
    *statement({ effects, session, catalog, statement }) {
      const locksMore = effects.some(({ locks }) => visible(locks).some(({ mode }) => blocksReads(mode)));
      if (!locksMore || session.statementsInTransaction === 0) return;
      // Of those behind the second one the file has a finding already.
      if (countHeldTables(session, catalog, 'ACCESS EXCLUSIVE', 10) > 9) return;
      const held = [...heldTables(session, catalog, 'ACCESS EXCLUSIVE')];
      if (held.length < 2 || !held.some((one) => one.statement === statement.index)) return;
      yield {
        message: 'several',
        data: { tables: listText(held.map(({ relation }) => formatName(relation))) },
        at: statement.span,
      };
    },
  },
});
