import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { visibleScan } from '../../effects/visible.js';
import { addThenValidate } from '../../engine/add-then-validate.js';
import { defineRule } from '../../engine/rule.js';
import { validateLater } from '../../engine/split-statement.js';

export default defineRule({
  id: 'add-check-validating',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Add CHECK constraints NOT VALID, and validate them in a migration of their own.',
    condition: 'ADD CONSTRAINT … CHECK without NOT VALID on an existing table.',
    effect: 'The whole table is read under ACCESS EXCLUSIVE: reads and writes wait until it is done.',
    workaround:
      'Two migrations. The first is instant, the second reads the table while reads and writes go on:\n\n```sql\nALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT price_positive;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: { scans: 'Adding this CHECK reads all of {table} under ACCESS EXCLUSIVE: reads and writes wait.' },
  examples: [
    {
      given: 'CREATE TABLE books (price numeric);',
      sql: 'ALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0);',
      reports: ['scans'],
    },
    {
      given: 'CREATE TABLE books (price numeric CONSTRAINT price_positive CHECK (price > 0));',
      sql: 'ALTER TABLE books DROP CONSTRAINT price_positive, ADD CONSTRAINT price_positive CHECK (price >= 0);',
      reports: ['scans'],
      because: 'The old one goes when the new one comes, which is instant too.',
    },
    { sql: 'ALTER TABLE books ADD CHECK (price > 0);', alone: true, reports: ['scans'] },
    {
      given: 'CREATE TABLE books (price numeric);',
      sql: 'ALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;',
      reports: [],
    },
    {
      sql: 'CREATE TABLE books (price numeric); ALTER TABLE books ADD CHECK (price > 0);',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addConstraint(op, context) {
      if (op.constraint.type !== 'check' || !visibleScan(context.effects)) return;
      yield {
        message: 'scans',
        data: { table: formatName(op.table) },
        at: op.span,
        workaround: addThenValidate(op, context),
        split: validateLater(op),
      };
    },
  },
});
