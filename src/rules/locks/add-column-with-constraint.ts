import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleRewrite, visibleScan } from '../../effects/visible.js';
import { columnThenConstraint } from '../../engine/column-first.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'add-column-with-constraint',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  loud: 'Each one reads all rows while everybody waits.',
  docs: {
    summary: 'Add the column first, and its CHECK or foreign key NOT VALID.',
    condition:
      'ADD COLUMN with a CHECK, or with REFERENCES and a default other than NULL, on an existing table. REFERENCES without a default checks no rows. UNIQUE and PRIMARY KEY have rules of their own (add-unique-constraint, add-primary-key).',
    effect:
      'ADD COLUMN holds ACCESS EXCLUSIVE while all rows are checked, even where the new column is NULL in each of them: reads and writes wait until it is done.',
    workaround:
      'Two migrations. The first is instant, the second reads the table while reads and writes go on:\n\n```sql\nALTER TABLE books ADD COLUMN price numeric;\nALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT price_positive;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: {
    check: 'The CHECK on the new column {column} reads all of {table} under ACCESS EXCLUSIVE: reads and writes wait.',
    foreignKey:
      'The default of the new column {column} is looked up in {referenced} for every row of {table} under ACCESS EXCLUSIVE: reads and writes wait.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN price numeric CHECK (price > 0);',
      reports: ['check'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: "ALTER TABLE books ADD COLUMN kind text NOT NULL DEFAULT 'novel' CONSTRAINT kinds CHECK (kind IN ('novel', 'poem'));",
      reports: ['check'],
    },
    {
      given: 'CREATE TABLE shelves (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN shelf bigint DEFAULT 1 REFERENCES shelves;',
      reports: ['foreignKey'],
    },
    {
      given: 'CREATE TABLE shelves (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN shelf bigint REFERENCES shelves;',
      reports: [],
      because: 'The new column is NULL in all rows, and the server knows that.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ADD COLUMN price numeric CHECK (price > 0);',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addColumn(op, { catalog, effects, section }) {
      if (visibleRewrite(effects) || catalog.isNew(op.table) === 'yes') return;
      const data = { column: op.column.name, table: formatName(op.table) };
      for (const constraint of op.column.constraints) {
        const place = { at: constraint.span, workaround: columnThenConstraint(op, constraint, section.text) };
        if (constraint.type === 'check' && constraint.enforced && visibleScan(effects)) {
          yield { message: 'check', data, ...place };
        } else if (constraint.type === 'foreignKey' && effects.validatesForeignKey) {
          yield { message: 'foreignKey', data: { ...data, referenced: formatName(constraint.references) }, ...place };
        }
      }
    },
  },
});
