import { z } from 'zod';
import { relationNamed, wasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { operationsAfter } from '../../sql/script-order.js';

export default defineRule({
  id: 'drop-primary-key',
  category: 'constraints',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not leave a table without its primary key.',
    condition:
      'DROP CONSTRAINT of the primary key of an existing table, where the same file neither adds another one nor drops the table. A warning where the table is not known and the name ends with `_pkey`.',
    effect:
      'INSERT … ON CONFLICT on its columns fails, foreign keys cannot point at it, the same row can be written twice, and logical replication refuses UPDATE and DELETE unless the table has another REPLICA IDENTITY.',
    workaround:
      "Build the index of the new key first, outside a transaction, and swap the two in one transaction:\n\n```sql\nCREATE UNIQUE INDEX CONCURRENTLY books_new_pkey ON books (number);\n```\n\n```sql\nBEGIN;\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books DROP CONSTRAINT books_pkey;\nALTER TABLE books ADD CONSTRAINT books_pkey PRIMARY KEY USING INDEX books_new_pkey;\nCOMMIT;\n```\n\nWhere there is to be no key, give replication another one first:\n\n```sql\nALTER TABLE books REPLICA IDENTITY FULL;\n```",
    references: ['https://www.postgresql.org/docs/current/logical-replication-publication.html'],
  },
  options: z.strictObject({}),
  messages: {
    keyless:
      'Table {table} is left without a primary key: foreign keys and ON CONFLICT lose what they rest on, replication refuses UPDATE and DELETE.',
    perhaps: 'If {constraint} is the primary key of {table}, replication refuses UPDATE and DELETE on it from now on.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, number bigint NOT NULL);',
      sql: 'ALTER TABLE books DROP CONSTRAINT books_pkey;',
      reports: ['keyless'],
    },
    { sql: 'ALTER TABLE books DROP CONSTRAINT books_pkey CASCADE;', alone: true, reports: ['perhaps'] },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, number bigint NOT NULL);',
      sql: 'ALTER TABLE books DROP CONSTRAINT books_pkey, ADD PRIMARY KEY (number);',
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books DROP CONSTRAINT books_pkey; DROP TABLE books;',
      reports: [],
      because: 'The table goes as well.',
    },
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY); ALTER TABLE books DROP CONSTRAINT books_pkey;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *dropConstraint(op, { catalog, script }) {
      if (!wasThereBefore(catalog, op.table)) return;
      const relation = relationNamed(catalog, op.table);
      const constraint = relation?.constraints.get(op.constraint);
      const isKnown = constraint?.definition.type === 'primaryKey';
      const isGuessed = !constraint && relation?.complete !== true && op.constraint.endsWith('_pkey');
      if (!isKnown && !isGuessed) return;
      const key = formatQualified(catalog.resolve(op.table));
      const isSettled = operationsAfter(script, op).some(
        (each) =>
          (each.kind === 'dropTable' || (each.kind === 'addConstraint' && each.constraint.type === 'primaryKey')) &&
          formatQualified(catalog.resolve(each.table)) === key,
      );
      if (isSettled) return;
      const data = { table: formatName(op.table), constraint: op.constraint };
      const subject = quoteName(op.table);
      if (isKnown) yield { message: 'keyless', data, at: op.span, subject };
      else yield { message: 'perhaps', data, at: op.span, subject, severity: 'warning' };
    },
  },
});
