import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { onWrittenConstraints } from '../../engine/written-constraints.js';

export default defineRule({
  id: 'not-enforced-constraint',
  category: 'constraints',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Have constraints enforced.',
    condition: 'A CHECK or a foreign key is NOT ENFORCED. PostgreSQL 18 and later; earlier ones cannot read it.',
    effect:
      'It stands in the schema, and no row is ever held against it: what it says may be untrue of new rows as well as of old ones.',
    workaround:
      'To save the check of the old rows alone, NOT VALID is enough: it holds for every new row, and can be validated later.\n\n```sql\nALTER TABLE books ADD CONSTRAINT books_pages_positive CHECK (pages > 0) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT books_pages_positive;\n```',
    references: ['https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-ENFORCED'],
  },
  options: z.strictObject({}),
  messages: { unenforced: 'This constraint of {table} is NOT ENFORCED: no row is held against it.' },
  examples: [
    {
      given: 'CREATE TABLE books (pages int);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_pages_positive CHECK (pages > 0) NOT ENFORCED;',
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: ['unenforced'],
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES authors (id) NOT ENFORCED);',
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: ['unenforced'],
    },
    {
      given: 'CREATE TABLE books (pages int);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_pages_positive CHECK (pages > 0) NOT VALID;',
      project: { server: { version: 18, timeZone: 'UTC' } },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (pages int);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_pages_positive CHECK (pages > 0) NOT ENFORCED;',
      reports: [],
      because: 'PostgreSQL 15 refuses it.',
    },
  ],
  check: onWrittenConstraints(function* ({ table, constraint }, { project }) {
    if (constraint.enforced || project.server.version < 18) return;
    yield { message: 'unenforced', data: { table: formatName(table) }, at: constraint.span };
  }),
});
