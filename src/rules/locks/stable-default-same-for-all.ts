import { z } from 'zod';
import { columnWasThereBefore, wasThereBefore } from '../../catalog/existing.js';
import { formatName, type WrittenName } from '../../core/name.js';
import { momentaryCall } from '../../effects/momentary.js';
import { defaultVolatility, functionOf } from '../../effects/volatility.js';
import { isAuthCall } from '../../engine/policy-calls.js';
import { defineRule } from '../../engine/rule.js';
import { walk } from '../../sql/expression.js';
import type { AddColumn } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';

export default defineRule({
  id: 'stable-default-same-for-all',
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Know that now() as the default of a new column gives all old rows the same value.',
    condition:
      'ADD COLUMN on an existing table with a default that is stable: `now()`, `current_user`, `current_setting()`, `auth.uid()`. Not for a column that tells of the last change (`updated_at`), not where the same migration updates the column, and not for volatile defaults, which add-column-volatile-default reports.',
    effect:
      'The server evaluates the default once, while the migration runs, so that no row has to be written. All old rows share that value: the moment or the user of the migration, and NULL for `auth.uid()`.',
    workaround:
      'Where old rows should not get it, add the column without a default and set the default for new rows:\n\n```sql\nALTER TABLE books ADD COLUMN created_at timestamptz;\nALTER TABLE books ALTER COLUMN created_at SET DEFAULT now();\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN'],
  },
  options: z.strictObject({}),
  messages: {
    same: '{call} is evaluated once, while the migration runs: every old row of {table} gets the same {column}.',
    nobody: '{call} is NULL in a migration, where nobody is signed in: so is {column} in every old row of {table}.',
  },
  examples: [
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();',
      reports: ['same'],
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: 'ALTER TABLE books ADD COLUMN owner uuid DEFAULT auth.uid();',
      project: { supabase: true },
      reports: ['nobody'],
    },
    {
      given: 'CREATE TABLE books (id bigint, bought date);',
      sql: 'ALTER TABLE books ADD COLUMN created_at timestamptz DEFAULT now(); UPDATE books SET created_at = bought;',
      reports: [],
      because: 'The old rows get values of their own.',
    },
    {
      given: 'CREATE TABLE books (id bigint);',
      sql: "ALTER TABLE books ADD COLUMN language text DEFAULT 'en';",
      reports: [],
      because: 'A constant is meant to be the same for all.',
    },
    {
      sql: 'CREATE TABLE books (id bigint); ALTER TABLE books ADD COLUMN created_at timestamptz DEFAULT now();',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *addColumn(op, { catalog, script }) {
      const { default: value, name } = op.column;
      if (!value || tellsOfChange.test(name) || !wasThereBefore(catalog, op.table) || isThere()) return;
      if (defaultVolatility(value, catalog) !== 'stable' || isUpdated(op, script)) return;
      const called = momentaryCall(value) ?? ownFunction(functionOf(value, 'stable', catalog));
      if (!called) return;
      const part = [...walk(value)].find((inner) => inner.kind === 'call' && inner.name === called) ?? value;
      const call = script.text.slice(part.span.start, part.span.end);
      const signedOut = [...walk(value)].some((part) => isAuthCall(part));
      const data = { call, table: formatName(op.table), column: name };
      yield { message: signedOut ? 'nobody' : 'same', data, at: op.span };

      function ownFunction(called: WrittenName | undefined): WrittenName | undefined {
        return called && typeof catalog.routines(called) === 'object' ? called : undefined;
      }

      function isThere(): boolean {
        return op.ifNotExists && columnWasThereBefore(catalog, op.table, name);
      }
    },
  },
});

const tellsOfChange = /^(last_)?(update|modifi|change)/;

const isUpdated = ({ table, column, span }: AddColumn, { statements }: Script): boolean =>
  statements.some(({ operations }) =>
    operations.some(
      (op) =>
        op.kind === 'update' &&
        op.span.start > span.start &&
        op.table.name === table.name &&
        op.columns.includes(column.name),
    ),
  );
