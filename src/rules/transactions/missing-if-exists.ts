import { z } from 'zod';
import { addGuard, missingGuard } from '../../engine/existence-guard.js';
import { isRepeatable } from '../../engine/repeatable.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';

const books = 'CREATE TABLE books (id bigint, title text);';

export default defineRule({
  id: 'missing-if-exists',
  aliases: ['missing-if-not-exists'],
  category: 'transactions',
  severity: 'info',
  presets: { strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Let statements outside of a transaction be run again.',
    condition:
      'CREATE TABLE, INDEX, SCHEMA, SEQUENCE, EXTENSION or MATERIALIZED VIEW, ADD COLUMN, ADD VALUE, or a DROP, without IF NOT EXISTS or IF EXISTS, where no transaction is open and the file holds other statements. In a transaction a failure undoes them; the option `everywhere` asks for them there as well. Not for CREATE INDEX CONCURRENTLY, where IF NOT EXISTS would skip an invalid index, not for temporary tables, and not for what the same file drops and makes.',
    effect:
      'When another statement of the file fails, or the tool is stopped before it has recorded the file, the file is run again and stops at this statement.',
    workaround:
      'Write the guard:\n\n```sql\nALTER TABLE books ADD COLUMN IF NOT EXISTS isbn text;\n```\n\n```sql\nCREATE INDEX CONCURRENTLY books_isbn ON books (isbn);\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html'],
  },
  options: z.strictObject({
    everywhere: z.boolean().default(false).describe('Ask for them in transactions as well.'),
  }),
  messages: { unguarded: 'Without {guard} this fails when the file is run again after a later statement failed.' },
  examples: [
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text; CREATE INDEX CONCURRENTLY books_isbn ON books (isbn);',
      project: { transaction: 'autocommit' },
      reports: ['unguarded'],
      fixed:
        'ALTER TABLE books ADD COLUMN IF NOT EXISTS isbn text; CREATE INDEX CONCURRENTLY books_isbn ON books (isbn);',
    },
    {
      given: books,
      sql: 'create unlogged table loans (id int); alter table books drop title; vacuum books;',
      project: { transaction: 'autocommit' },
      reports: ['unguarded', 'unguarded'],
      fixed:
        'create unlogged table if not exists loans (id int); alter table books drop if exists title; vacuum books;',
    },
    {
      given: books,
      sql: 'DROP TABLE books;',
      options: { everywhere: true },
      reports: ['unguarded'],
      fixed: 'DROP TABLE IF EXISTS books;',
    },
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text;',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Nothing follows that could fail.',
    },
    {
      given: books,
      sql: 'CREATE INDEX CONCURRENTLY books_id ON books (id); ANALYZE books;',
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: [books, 'ALTER TABLE books ADD CONSTRAINT named CHECK (title IS NOT NULL);'],
      sql: "ALTER TABLE books DROP CONSTRAINT named, ADD CONSTRAINT named CHECK (title <> ''); VACUUM books;",
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'It is there again for the second run.',
    },
    { given: books, sql: 'DROP TABLE books; CREATE TABLE loans (id bigint);', reports: [] },
  ],
  check: {
    *operation(op, { session, script, statement, options }) {
      const guard = missingGuard(op);
      if (guard === undefined || (op.kind === 'createIndex' && (op.concurrently || op.index === undefined))) return;
      if (!options.everywhere && (session.transaction !== 'none' || !hasOthers(script, statement.index))) return;
      if (op.block || isRepeatable(op, script)) return;
      const fix = addGuard(script.text, op, guard);
      if (fix !== undefined) yield { message: 'unguarded', data: { guard }, at: op.span, fix };
    },
  },
});

/** The file holds other statements: when it is run again, all of them are. */
const hasOthers = ({ statements }: Script, index: number): boolean =>
  statements.some((other) => other.index !== index && other.operations.some(mayFail));

const mayFail = ({ kind }: Operation): boolean =>
  !['setSetting', 'resetSetting', 'commentOn', 'utility', 'analyze'].includes(kind);
