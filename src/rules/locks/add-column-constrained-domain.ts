import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { isConstrainedDomain } from '../../effects/type-facts.js';
import { visibleRewrite } from '../../effects/visible.js';
import { defineRule } from '../../engine/rule.js';

const isbn = "CREATE DOMAIN isbn AS text CHECK (VALUE ~ '^[0-9]+$');";

export default defineRule({
  id: 'add-column-constrained-domain',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Add a column of the base type with a CHECK instead of a domain that has constraints.',
    condition:
      'ADD COLUMN on an existing table, of a domain with a CHECK or NOT NULL, or of one over such a domain. A domain without constraints is free.',
    effect:
      'Even without a default, the server checks the new value in each row, and writes the whole table and its indexes anew under ACCESS EXCLUSIVE to do so: reads and writes wait until it is done.',
    workaround:
      "Use the type that the domain is made of, and say the rule by a CHECK of the table. Two migrations:\n\n```sql\nALTER TABLE books ADD COLUMN isbn text;\nALTER TABLE books ADD CONSTRAINT isbn_digits CHECK (isbn ~ '^[0-9]+$') NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT isbn_digits;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-createdomain.html'],
  },
  options: z.strictObject({}),
  messages: {
    rewrites:
      'The domain {domain} has constraints, so adding {column} rewrites {table} under ACCESS EXCLUSIVE: reads and writes wait.',
  },
  examples: [
    {
      given: `${isbn} CREATE TABLE books (id bigint PRIMARY KEY);`,
      sql: 'ALTER TABLE books ADD COLUMN isbn isbn;',
      reports: ['rewrites'],
    },
    {
      given: `${isbn} CREATE DOMAIN short AS isbn; CREATE TABLE books (id bigint);`,
      sql: "ALTER TABLE books ADD COLUMN isbn short DEFAULT '0';",
      reports: ['rewrites'],
      because: 'The domain below has the CHECK, and the default does not matter.',
    },
    {
      given: 'CREATE DOMAIN isbn AS text; CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN isbn isbn;',
      reports: [],
      because: 'The domain has no constraints.',
    },
    {
      given: isbn,
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ADD COLUMN isbn isbn;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addColumn(op, { catalog, effects }) {
      if (!visibleRewrite(effects) || !isConstrainedDomain(op.column.type, catalog)) return;
      const data = { domain: formatName(op.column.type), column: op.column.name, table: formatName(op.table) };
      yield { message: 'rewrites', data, at: op.span };
    },
  },
});
