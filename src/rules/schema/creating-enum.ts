import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'creating-enum',
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Think before you make an enum.',
    condition: 'CREATE TYPE … AS ENUM. One finding a file.',
    effect:
      'Values can be added and renamed, but never removed or reordered without a new type and a rewrite of each table that uses it.',
    workaround:
      "```sql\nCREATE TABLE books (\n  id bigint PRIMARY KEY,\n  state text NOT NULL CHECK (state IN ('new', 'lent', 'lost'))\n);\n```\n\nOr a table of states with a foreign key, where the values have properties.",
    references: ['https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS'],
  },
  options: z.strictObject({}),
  messages: { fixed: 'Values of {type} can be added later, but none can be removed.' },
  examples: [
    { sql: "CREATE TYPE state AS ENUM ('new', 'lent');", reports: ['fixed'] },
    { given: 'CREATE SCHEMA library;', sql: "CREATE TYPE library.state AS ENUM ('new');", reports: ['fixed'] },
    { sql: "CREATE TABLE books (state text CHECK (state IN ('new', 'lent')));", reports: [] },
    { given: "CREATE TYPE state AS ENUM ('new');", sql: "ALTER TYPE state ADD VALUE 'lost';", reports: [] },
  ],
  check: {
    *createEnum(op) {
      yield { message: 'fixed', data: { type: formatName(op.type) }, at: op.span };
    },
  },
});
