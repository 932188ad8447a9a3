import { z } from 'zod';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { problemsInFolder } from '../../engine/source-problems.js';
import type { Operation } from '../../sql/operation.js';

const books = `CREATE TABLE books (id bigint PRIMARY KEY, title text);
CREATE POLICY "read books" ON books FOR SELECT USING (true);`;

/** duplicate_table, duplicate_column, duplicate_object, duplicate_function. */
const duplicates: readonly string[] = ['42P07', '42701', '42710', '42723'];

export default defineRule({
  id: 'duplicate-object',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not make what earlier migrations made already.',
    condition:
      'CREATE TABLE, VIEW, INDEX, TYPE, DOMAIN, FUNCTION, POLICY or TRIGGER, ADD COLUMN, ADD CONSTRAINT or ADD VALUE of something that the history shows to exist, without IF NOT EXISTS or OR REPLACE. Policies, triggers, types and constraints have no IF NOT EXISTS. Not where the plan of a tool, which tells the order, is missing.',
    effect:
      'The server refuses it on every database that has applied the earlier migrations, and on every new one: nobody can build the database anew.',
    workaround:
      'Drop the old one first where it shall be replaced:\n\n```sql\nDROP POLICY IF EXISTS "read books" ON books;\nCREATE POLICY "read books" ON books FOR SELECT USING (id > 0);\n```\n\nor take another name, or leave the statement out.',
    references: ['https://www.postgresql.org/docs/current/errcodes-appendix.html'],
  },
  options: z.strictObject({}),
  messages: { exists: 'This fails: {error}.' },
  examples: [
    { given: books, sql: 'CREATE POLICY "read books" ON books FOR SELECT USING (id > 0);', reports: ['exists'] },
    { given: books, sql: 'ALTER TABLE books ADD COLUMN title text;', reports: ['exists'] },
    { given: "CREATE TYPE mood AS ENUM ('calm');", sql: "CREATE TYPE mood AS ENUM ('calm');", reports: ['exists'] },
    {
      given: books,
      sql: 'DROP POLICY IF EXISTS "read books" ON books; CREATE POLICY "read books" ON books FOR SELECT USING (id > 0);',
      reports: [],
    },
    { given: books, sql: 'ALTER TABLE books ADD COLUMN IF NOT EXISTS title text;', reports: [] },
    {
      given: "CREATE TYPE mood AS ENUM ('calm');",
      sql: "DO $$ BEGIN CREATE TYPE mood AS ENUM ('calm'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
      reports: [],
      because: 'The block goes on without it.',
    },
    { sql: 'CREATE TABLE books (id bigint);', alone: true, reports: [], because: 'Nobody knows what is there.' },
  ],
  check: {
    *operation(op, { effects, project }) {
      if (effects.errors.length === 0) return;
      const error = effects.errors.find(
        // One statement that names a column twice is another matter: repeated-column.
        ({ sqlstate, message }) => duplicates.includes(sqlstate) && !message.endsWith('more than once'),
      );
      if (error === undefined || problemsInFolder(project, 'missing-plan-file').length > 0) return;
      yield { message: 'exists', data: { error: error.message }, at: op.span, workaround: wayOut(op) };
    },
  },
});

function wayOut(op: Operation): string | undefined {
  switch (op.kind) {
    case 'createPolicy':
      return `DROP POLICY IF EXISTS ${quoteIdentifier(op.policy)} ON ${quoteName(op.table)}; -- before this statement`;
    case 'createTrigger':
      return `DROP TRIGGER IF EXISTS ${quoteIdentifier(op.trigger)} ON ${quoteName(op.table)}; -- before this statement`;
    case 'addConstraint':
      return op.constraint.name === undefined
        ? undefined
        : `ALTER TABLE ${quoteName(op.table)} DROP CONSTRAINT ${quoteIdentifier(op.constraint.name)}; -- before this statement`;
    default:
      return undefined;
  }
}
