import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { onWrittenConstraints } from '../../engine/written-constraints.js';

export default defineRule({
  id: 'fk-explicit-on-delete',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Say what a foreign key does when the referenced row is deleted.',
    condition: 'A foreign key is written without ON DELETE. One finding a file.',
    effect:
      'Without it, deleting a referenced row fails (NO ACTION). A reader cannot tell whether that was meant or forgotten.',
    workaround:
      'Write the one that is meant: CASCADE, SET NULL, RESTRICT or NO ACTION.\n\n```sql\nCREATE TABLE books (\n  id bigint PRIMARY KEY,\n  author_id bigint REFERENCES authors (id) ON DELETE RESTRICT\n);\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  },
  options: z.strictObject({}),
  messages: { implicit: 'This foreign key of {table} to {referenced} does not say what happens ON DELETE.' },
  examples: [
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY);',
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, author_id bigint REFERENCES authors (id));',
      reports: ['implicit'],
    },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_author_fk FOREIGN KEY (author_id) REFERENCES authors (id) ON UPDATE CASCADE;',
      reports: ['implicit'],
    },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY);',
      sql: 'CREATE TABLE books (author_id bigint REFERENCES authors (id) ON DELETE CASCADE);',
      reports: [],
    },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY);',
      sql: 'CREATE TABLE books (author_id bigint REFERENCES authors (id) ON DELETE NO ACTION);',
      reports: [],
      because: 'It is written down.',
    },
  ],
  check: onWrittenConstraints(function* ({ table, constraint }) {
    if (constraint.type !== 'foreignKey' || constraint.onDelete !== undefined) return;
    const data = { table: formatName(table), referenced: formatName(constraint.references) };
    yield { message: 'implicit', data, at: constraint.span };
  }),
});
