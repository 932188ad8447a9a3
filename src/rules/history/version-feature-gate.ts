import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

const on = (version: 12 | 14 | 15 | 17) => ({ server: { version, timeZone: 'UTC' } }) as const;

export default defineRule({
  id: 'version-feature-gate',
  category: 'history',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Use only what the target server knows.',
    condition:
      'Syntax, an option of a view or a built-in function that is newer than the PostgreSQL that the config names (15 where it names none): `NULLS NOT DISTINCT`, MERGE and `security_invoker` before 15; DETACH CONCURRENTLY, CREATE OR REPLACE TRIGGER, COMPRESSION and bodies without quotes before 14; DROP EXPRESSION and `gen_random_uuid()` before 13; SET EXPRESSION before 17; VIRTUAL columns, NOT ENFORCED, ADD NOT NULL and `uuidv7()` before 18, and others. Not for functions that the history or an extension may have made under that name.',
    effect: 'The server refuses the statement, and the migration fails.',
    workaround:
      'Write it as the old server can read it, or raise `postgres` in the config after every server is upgraded:\n\n```sql\nALTER TABLE books ADD COLUMN pages_twice integer GENERATED ALWAYS AS (pages * 2) STORED;\n```',
    references: ['https://www.postgresql.org/docs/release/'],
  },
  options: z.strictObject({}),
  messages: { tooNew: 'PostgreSQL {target} does not know {feature}, which came with {version}.' },
  examples: [
    {
      given: 'CREATE TABLE books (pages integer);',
      sql: 'ALTER TABLE books ADD COLUMN pages_twice integer GENERATED ALWAYS AS (pages * 2) VIRTUAL;',
      reports: ['tooNew'],
    },
    { sql: 'CREATE TABLE books (id uuid DEFAULT uuidv7());', project: on(17), reports: ['tooNew'] },
    {
      sql: 'CREATE TABLE books (id int); CREATE VIEW titles WITH (security_invoker = true) AS SELECT id FROM books;',
      project: on(14),
      reports: ['tooNew'],
    },
    { sql: 'CREATE TABLE books (isbn text UNIQUE NULLS NOT DISTINCT);', project: on(14), reports: ['tooNew'] },
    { sql: 'CREATE TABLE books (isbn text UNIQUE NULLS NOT DISTINCT);', project: on(15), reports: [] },
    {
      given: 'CREATE TABLE authors (id int, shop int, PRIMARY KEY (shop, id));',
      sql: 'CREATE TABLE books (shop int, author int, FOREIGN KEY (shop, author) REFERENCES authors ON DELETE SET NULL (author));',
      project: on(14),
      reports: ['tooNew'],
    },
    {
      given: 'CREATE FUNCTION uuidv7() RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$;',
      sql: 'CREATE TABLE books (id uuid DEFAULT uuidv7());',
      reports: [],
      because: 'The history made one.',
    },
    {
      given: 'CREATE EXTENSION pgcrypto;',
      sql: 'CREATE TABLE books (id uuid DEFAULT gen_random_uuid());',
      project: on(12),
      reports: [],
      because: 'The extension brings one.',
    },
  ],
  check: {
    *operation(op, { effects, project }) {
      if (effects.errors.length === 0) return;
      const needs = effects.errors.find((error) => error.needs !== undefined)?.needs;
      if (needs === undefined) return;
      const { feature, version } = needs;
      const data = { target: String(project.server.version), feature, version: String(version) };
      yield { message: 'tooNew', data, at: op.span };
    },
  },
});
