import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed } from '../../catalog/existing.js';
import type { Column, Unit } from '../../catalog/model.js';
import type { Migration } from '../../core/migration.js';
import { formatName } from '../../core/name.js';
import { defineRule, type FileContext } from '../../engine/rule.js';

const books = 'CREATE TABLE books (id bigint PRIMARY KEY, title text);';
const expand = 'ALTER TABLE books ADD COLUMN name text;';
const backfill = 'UPDATE books SET name = title WHERE name IS NULL;';

export default defineRule({
  id: 'expand-contract-order',
  category: 'history',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Deploy the code between the migration that adds and the one that takes away.',
    condition:
      'Of the migrations that are new since the commit that is compared with (`--since`, `--staged`, `--changed`), an earlier one adds a column to a table, and a later one drops or renames a column that the table had before, or sets the new one NOT NULL without a default.',
    effect:
      'Both are applied in one deployment, so that the code that runs meanwhile still uses the old column, or does not write the new one, and fails.',
    workaround:
      'Merge and deploy what adds, then the code that uses it, and what takes away only after that:\n\n```sql\nALTER TABLE books DROP COLUMN title;\n```',
    references: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },
  options: z.strictObject({}),
  messages: {
    drops: '{migration} adds {added} to {table}, and this takes {column} away in the same deployment.',
    required: '{migration} adds {column} to {table}, and this makes it required in the same deployment.',
  },
  examples: [
    {
      given: [books, expand],
      sql: 'ALTER TABLE books DROP COLUMN title;',
      base: { '0001_example': books },
      reports: ['drops'],
    },
    {
      given: [books, expand, backfill],
      sql: 'ALTER TABLE books ALTER COLUMN name SET NOT NULL;',
      base: { '0001_example': books },
      reports: ['required'],
    },
    {
      given: [books, expand],
      sql: 'ALTER TABLE books DROP COLUMN title;',
      base: { '0001_example': books, '0002_example': expand },
      reports: [],
      because: 'The first step was deployed before.',
    },
    {
      given: [books, "ALTER TABLE books ADD COLUMN name text DEFAULT '';"],
      sql: 'ALTER TABLE books ALTER COLUMN name SET NOT NULL;',
      base: { '0001_example': books },
      reports: [],
      because: 'Rows of the old code get the default.',
    },
    {
      given: [books, expand],
      sql: 'ALTER TABLE books DROP COLUMN title;',
      reports: [],
      because: 'Nothing says what is deployed.',
    },
    {
      given: books,
      sql: `${expand} ALTER TABLE books DROP COLUMN title;`,
      base: { '0001_example': books },
      reports: [],
    },
  ],
  check: {
    *dropColumn(op, context) {
      const pair = replacement(op.table, op.column, context);
      if (pair) yield { message: 'drops', data: pair, at: op.span };
    },
    *renameColumn(op, context) {
      const pair = replacement(op.table, op.column, context);
      if (pair) yield { message: 'drops', data: pair, at: op.span };
    },
    *setNotNull(op, context) {
      const relation = relationNamed(context.catalog, op.table);
      const column = relation?.columns.get(op.column);
      const maker = column && newMaker(column.unit, context);
      if (!maker || hasValueOfItsOwn(column) || newMaker(relation?.unit ?? 0, context)) return;
      const data = { migration: maker.id, column: op.column, table: formatName(op.table) };
      yield { message: 'required', data, at: op.span };
    },
  },
});

type Context = Pick<FileContext<unknown>, 'catalog' | 'project' | 'migration' | 'migrationOf'>;

const hasValueOfItsOwn = (column: Column): boolean =>
  column.default !== undefined || column.identity !== undefined || column.generated !== undefined || column.serial;

/** Another migration than this one made it, and is as new as this one. */
function newMaker(unit: Unit, { project: { base }, migration, migrationOf }: Context): Migration | undefined {
  const maker = migrationOf(unit);
  if (base === undefined || maker === undefined || maker === migration) return undefined;
  return isIn(base.migrations, maker) || isIn(base.applied, maker) ? undefined : maker;
}

const isIn = (migrations: readonly { readonly id: string }[], { id }: Migration): boolean =>
  migrations.some((one) => one.id === id);

/** The old column goes and a column of the same deployment is there in its place. */
function replacement(
  table: Parameters<Catalog['relation']>[0],
  name: string,
  context: Context,
): { readonly migration: string; readonly added: string; readonly table: string; readonly column: string } | undefined {
  const relation = relationNamed(context.catalog, table);
  const old = relation?.columns.get(name);
  if (context.project.base === undefined || !relation || !old) return undefined;
  if (newMaker(old.unit, context) || old.unit === context.catalog.unit) return undefined;
  for (const column of relation.columns.values()) {
    const maker = newMaker(column.unit, context);
    if (maker) return { migration: maker.id, added: column.name, table: formatName(relation.name), column: name };
  }
  return undefined;
}
