import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'enum-value-used-in-transaction',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  docs: {
    summary: 'Use a new enum value in a later migration than the one that adds it.',
    condition:
      'A value added by ALTER TYPE … ADD VALUE is used later in the same transaction: as a literal, a default, in a CHECK, an index or a policy. From PostgreSQL 17 on, an enum that the same transaction created is allowed.',
    effect: 'The server refuses the use (55P04), and the migration fails.',
    workaround:
      "Two migrations:\n\n```sql\nALTER TYPE mood ADD VALUE 'calm';\n```\n\n```sql\nALTER TABLE people ALTER COLUMN mood SET DEFAULT 'calm';\n```",
    references: ['https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES'],
  },
  options: z.strictObject({}),
  messages: { unsafe: 'A new enum value is used in the transaction that adds it: {error}.' },
  examples: [
    {
      given: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE people (mood mood);",
      sql: "ALTER TYPE mood ADD VALUE 'calm'; INSERT INTO people (mood) VALUES ('calm');",
      reports: ['unsafe'],
    },
    {
      given: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE people (mood mood);",
      sql: "ALTER TYPE mood ADD VALUE 'calm'; ALTER TABLE people ALTER COLUMN mood SET DEFAULT 'calm';",
      reports: ['unsafe'],
    },
    {
      given: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE people (mood mood);",
      sql: "ALTER TYPE mood ADD VALUE 'calm';",
      reports: [],
    },
    {
      given: "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE people (mood mood);",
      sql: "ALTER TYPE mood ADD VALUE 'calm'; INSERT INTO people (mood) VALUES ('happy');",
      reports: [],
    },
    {
      sql: "CREATE TYPE mood AS ENUM ('happy'); ALTER TYPE mood ADD VALUE 'calm'; CREATE TABLE people (mood mood DEFAULT 'calm');",
      project: { server: { version: 17, timeZone: 'UTC' } },
      reports: [],
      because: 'The enum is as new as the value.',
    },
  ],
  check: {
    *operation(op, { effects }) {
      const error = effects.errors.find((certain) => certain.sqlstate === '55P04');
      if (error) yield { message: 'unsafe', data: { error: error.message }, at: op.span };
    },
  },
});
