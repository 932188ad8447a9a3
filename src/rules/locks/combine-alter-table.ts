import { z } from 'zod';
import { wasThereBefore } from '../../catalog/existing.js';
import { formatName } from '../../core/name.js';
import { canMerge, mergeEdits } from '../../engine/mergeable-alter-tables.js';
import { defineRule } from '../../engine/rule.js';

const books = 'CREATE TABLE books (id bigint, title text);';

export default defineRule({
  id: 'combine-alter-table',
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Change a table by one ALTER TABLE.',
    condition:
      'Two ALTER TABLE of one existing table stand next to each other in one transaction, and mean the same as one. Not where the second needs the first: a CHECK on a column that the first adds, VALIDATE after NOT VALID, SET NOT NULL and dropping the CHECK that proves it. Not for renames, which stand alone, nor for subcommands with weaker locks. One finding a file.',
    effect:
      'Each statement opens the table anew, and where both read or rewrite it, that is done twice while reads and writes wait.',
    workaround:
      'One statement, with its subcommands separated by commas:\n\n```sql\nALTER TABLE books\n  ADD COLUMN isbn text,\n  ADD COLUMN price numeric;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES'],
  },
  options: z.strictObject({}),
  messages: { together: 'This ALTER TABLE {table} can be one statement with the one before it.' },
  examples: [
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text;\nALTER TABLE books ADD COLUMN price numeric;',
      reports: ['together'],
      fixed: 'ALTER TABLE books ADD COLUMN isbn text,\n  ADD COLUMN price numeric;',
    },
    {
      given: books,
      sql: 'ALTER TABLE books ALTER COLUMN id SET NOT NULL; ALTER TABLE books ALTER COLUMN title SET NOT NULL;',
      reports: ['together'],
      because: 'One statement reads the table once.',
    },
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text; ALTER TABLE books ADD CHECK (isbn IS NOT NULL) NOT VALID;',
      reports: [],
      because: 'The second needs the first.',
    },
    {
      given: `${books} ALTER TABLE books ADD CONSTRAINT titled CHECK (title IS NOT NULL);`,
      sql: 'ALTER TABLE books ALTER COLUMN title SET NOT NULL; ALTER TABLE books DROP CONSTRAINT titled;',
      reports: [],
      because: 'In one statement the proof would be gone first.',
    },
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text; UPDATE books SET isbn = 0; ALTER TABLE books ADD COLUMN price int;',
      reports: [],
      because: 'The table is used in between.',
    },
    {
      given: books,
      sql: 'ALTER TABLE books ADD COLUMN isbn text; ALTER TABLE books ADD COLUMN price int;',
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Each statement is a transaction of its own.',
    },
  ],
  check: {
    *statement({ statement, script, section, session, catalog }) {
      const [first] = statement.operations;
      if (session.statementsInTransaction === 0 || first === undefined || !('ifTableExists' in first)) return;
      const before = script.statements[statement.index - 1];
      if (!before || !wasThereBefore(catalog, first.table) || !canMerge(before, statement, catalog)) return;
      yield {
        message: 'together',
        data: { table: formatName(first.table) },
        at: statement.span,
        fix: mergeEdits(before, statement, section),
      };
    },
  },
});
