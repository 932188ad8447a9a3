import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { type LockMode, lockModes } from '../../core/lock-mode.js';
import { formatName } from '../../core/name.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { addThenValidate } from '../../engine/add-then-validate.js';
import { partitionsFirst, refusesNotValid } from '../../engine/partitions-first.js';
import { defineRule } from '../../engine/rule.js';
import { validateLater } from '../../engine/split-statement.js';

export default defineRule({
  id: 'add-fk-validating',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  loud: 'Each one stops the writes to two tables while all rows are checked.',
  docs: {
    summary: 'Add foreign keys NOT VALID, and validate them in a migration of their own.',
    condition: 'ADD FOREIGN KEY without NOT VALID, where the referencing table was there before this migration.',
    effect: 'Both tables are locked against writes while every existing row is checked.',
    workaround:
      'Two migrations. The first is instant, the second checks the rows while reads and writes go on:\n\n```sql\nALTER TABLE books ADD CONSTRAINT books_author_fk\n  FOREIGN KEY (author_id) REFERENCES authors (id) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT books_author_fk;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: {
    validates: 'Adding this foreign key checks every row of {table} under {mode} on {tables}: {waits}.',
  },
  examples: [
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_author_fk FOREIGN KEY (author_id) REFERENCES authors (id);',
      reports: ['validates'],
    },
    {
      given:
        "CREATE TABLE pages (id bigint PRIMARY KEY); CREATE TABLE visits (day date, page_id bigint) PARTITION BY RANGE (day); CREATE TABLE visits_2030 PARTITION OF visits FOR VALUES FROM ('2030-01-01') TO ('2031-01-01'); CREATE TABLE visits_rest PARTITION OF visits DEFAULT;",
      sql: 'ALTER TABLE visits ADD FOREIGN KEY (page_id) REFERENCES pages;',
      reports: ['validates'],
      because: 'Before PostgreSQL 18, the partitions get the key first.',
    },
    {
      given:
        "CREATE TABLE pages (id bigint PRIMARY KEY); CREATE TABLE visits (day date, page_id bigint) PARTITION BY RANGE (day); CREATE TABLE visits_2030 PARTITION OF visits FOR VALUES FROM ('2030-01-01') TO ('2031-01-01'); CREATE TABLE visits_rest PARTITION OF visits DEFAULT; ALTER TABLE visits_rest ADD CONSTRAINT visits_page_id_fkey FOREIGN KEY (page_id) REFERENCES pages;",
      sql: 'ALTER TABLE visits ADD FOREIGN KEY (page_id) REFERENCES pages;',
      reports: ['validates'],
      because: 'One of the partitions has it already.',
    },
    {
      sql: 'ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors;',
      alone: true,
      reports: ['validates'],
    },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id bigint);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_author_fk FOREIGN KEY (author_id) REFERENCES authors (id) NOT VALID;',
      reports: [],
    },
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY);',
      sql: 'CREATE TABLE books (author_id bigint); ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES authors (id);',
      reports: [],
      because: 'The referencing table is new and empty: there is nothing to check.',
    },
  ],
  check: {
    *addConstraint(op, context) {
      const { effects, catalog } = context;
      if (op.constraint.type !== 'foreignKey' || !effects.validatesForeignKey || catalog.isNew(op.table) === 'yes')
        return;
      const locks = visible(effects.locks).filter((lock) => lock.target === 'table');
      const mode = strongestOf(locks.map((lock) => lock.mode));
      if (mode === undefined) return;
      const held = locks.filter((lock) => lock.mode === mode).map(({ relation }) => formatName(relation));
      const data = { table: formatName(op.table), mode, tables: listText([...new Set(held)]), waits: whoWaits(mode) };
      const ways = refusesNotValid(op, context)
        ? { workaround: partitionsFirst(op, context) }
        : { workaround: addThenValidate(op, context), split: validateLater(op) };
      yield { message: 'validates', data, at: op.span, ...ways };
    },
  },
});

const strongestOf = (modes: readonly LockMode[]): LockMode | undefined =>
  lockModes.findLast((mode) => modes.includes(mode));
