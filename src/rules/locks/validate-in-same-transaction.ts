import { z } from 'zod';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'validate-in-same-transaction',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  loud: 'The NOT VALID before it is then worth nothing: the lock is held while all rows are checked.',
  docs: {
    summary: 'Validate a constraint in a later transaction than the one that adds it.',
    condition:
      'VALIDATE CONSTRAINT in the same transaction (or the same ALTER TABLE) that added the constraint NOT VALID, on an existing table.',
    effect:
      'The strong lock of ADD CONSTRAINT is still held while the table is read, so that NOT VALID gained nothing.',
    workaround:
      'Two migrations:\n\n```sql\nALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT price_positive;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT'],
  },
  options: z.strictObject({}),
  messages: {
    sameTransaction:
      'VALIDATE reads all of {table} while the lock of ADD CONSTRAINT {constraint} is still held in this transaction.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (price numeric);',
      sql: 'ALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID; ALTER TABLE books VALIDATE CONSTRAINT price_positive;',
      reports: ['sameTransaction'],
    },
    {
      given: 'CREATE TABLE books (price numeric);',
      sql: 'ALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID, VALIDATE CONSTRAINT price_positive;',
      project: { transaction: 'autocommit' },
      reports: ['sameTransaction'],
    },
    {
      given: [
        'CREATE TABLE books (price numeric);',
        'ALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID;',
      ],
      sql: 'ALTER TABLE books VALIDATE CONSTRAINT price_positive;',
      reports: [],
    },
    {
      given: 'CREATE TABLE books (price numeric);',
      sql: 'ALTER TABLE books ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID; ALTER TABLE books VALIDATE CONSTRAINT price_positive;',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Each statement is a transaction of its own.',
    },
    {
      sql: 'CREATE TABLE books (price numeric); ALTER TABLE books ADD CONSTRAINT c CHECK (price > 0) NOT VALID; ALTER TABLE books VALIDATE CONSTRAINT c;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *validateConstraint(op, { session, catalog, statement }) {
      if (catalog.isNew(op.table) === 'yes') return;
      const { schema, name } = catalog.resolve(op.table);
      const sameStatement = statement.operations.some(
        (other) => other.kind === 'addConstraint' && other.constraint.name === op.constraint,
      );
      if (!sameStatement && !session.newNotValid.has(`${schema}.${name}.${op.constraint}`)) return;
      yield {
        message: 'sameTransaction',
        data: { table: formatName(op.table), constraint: op.constraint },
        at: op.span,
        workaround: `-- in a migration after this one\nALTER TABLE ${quoteName(op.table)} VALIDATE CONSTRAINT ${quoteIdentifier(op.constraint)};`,
      };
    },
  },
});
