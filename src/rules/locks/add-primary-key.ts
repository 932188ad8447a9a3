import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleIndexBuild } from '../../effects/visible.js';
import { keyBuiltFirst, keyName } from '../../engine/concurrent-key.js';
import { replacesConstraint } from '../../engine/replaces-constraint.js';
import { defineRule } from '../../engine/rule.js';
import { keyLater } from '../../engine/split-statement.js';

export default defineRule({
  id: 'add-primary-key',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Build the index of a primary key concurrently, then make it the key.',
    condition: 'ADD PRIMARY KEY without USING INDEX, or ADD COLUMN … PRIMARY KEY, on an existing table.',
    effect:
      'The index is built under ACCESS EXCLUSIVE: reads and writes wait until it is done. A column that may be NULL is scanned as well.',
    workaround:
      'Make the columns NOT NULL first (see set-not-null-scan), then two migrations, the first outside a transaction:\n\n```sql\nCREATE UNIQUE INDEX CONCURRENTLY books_pkey ON books (id);\n```\n\n```sql\nALTER TABLE books ADD CONSTRAINT books_pkey PRIMARY KEY USING INDEX books_pkey;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
    ],
  },
  options: z.strictObject({}),
  messages: { builds: 'This PRIMARY KEY builds an index on {table} under ACCESS EXCLUSIVE: reads and writes wait.' },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint NOT NULL);',
      sql: 'ALTER TABLE books ADD PRIMARY KEY (id);',
      reports: ['builds'],
    },
    {
      sql: 'ALTER TABLE books ADD CONSTRAINT books_pkey PRIMARY KEY (id, edition);',
      alone: true,
      reports: ['builds'],
    },
    {
      given: 'CREATE TABLE books (isbn text PRIMARY KEY, id bigint NOT NULL);',
      sql: 'ALTER TABLE books DROP CONSTRAINT books_pkey; ALTER TABLE books ADD PRIMARY KEY (id);',
      reports: ['builds'],
    },
    {
      given: ['CREATE TABLE books (id bigint NOT NULL);', 'CREATE UNIQUE INDEX books_pkey ON books (id);'],
      sql: 'ALTER TABLE books ADD CONSTRAINT books_pkey PRIMARY KEY USING INDEX books_pkey;',
      reports: [],
      because: 'The index is there already.',
    },
    {
      sql: 'CREATE TABLE books (id bigint NOT NULL); ALTER TABLE books ADD PRIMARY KEY (id);',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addConstraint(op, { catalog, effects, script, section, statement }) {
      if (op.constraint.type !== 'primaryKey' || !visibleIndexBuild(effects)) return;
      const name = keyName(op.table, op.constraint);
      yield {
        message: 'builds',
        data: { table: formatName(op.table) },
        at: op.span,
        workaround: keyBuiltFirst(op.table, op.constraint, replacesConstraint(op, name, script, catalog)),
        split: keyLater(op, name, statement, section.text),
      };
    },
    *addColumn(op, { effects }) {
      const key = op.column.constraints.find((constraint) => constraint.type === 'primaryKey');
      if (!key || !visibleIndexBuild(effects) || effects.rewrites.length > 0) return;
      yield { message: 'builds', data: { table: formatName(op.table) }, at: key.span };
    },
  },
});
