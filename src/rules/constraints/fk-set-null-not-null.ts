import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { Relation } from '../../catalog/model.js';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { type KeptForeignKey, keptForeignKeys } from '../../engine/kept-foreign-keys.js';
import { defineRule } from '../../engine/rule.js';

const authors = 'CREATE TABLE authors (id bigint PRIMARY KEY);';

export default defineRule({
  id: 'fk-set-null-not-null',
  category: 'constraints',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Let ON DELETE SET NULL only meet columns that may be NULL.',
    condition:
      'At the end of the history, a foreign key says ON DELETE SET NULL or ON UPDATE SET NULL, and all of its columns are NOT NULL or in the primary key. Likewise SET DEFAULT, where a column has no default.',
    effect:
      'Each DELETE of a row that is referenced fails with 23502, which is what NO ACTION would do, under an error that names another table.',
    workaround:
      'Let the column be NULL:\n\n```sql\nALTER TABLE books ALTER COLUMN author_id DROP NOT NULL;\n```\n\nor say that the row stays, and validate it in a migration of its own:\n\n```sql or\nALTER TABLE books DROP CONSTRAINT books_author_id_fkey,\n  ADD CONSTRAINT books_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE RESTRICT NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT books_author_id_fkey;\n```',
    workaroundGiven: `${authors} CREATE TABLE books (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES authors (id) ON DELETE SET NULL);`,
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  },
  options: z.strictObject({}),
  messages: {
    refused:
      '{event} a row of {referenced} fails while {table} references it: {column} is NOT NULL and cannot be set to {value}.',
  },
  examples: [
    {
      given: authors,
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES authors (id) ON DELETE SET NULL);',
      reports: ['refused'],
    },
    {
      given: authors,
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, author_id bigint REFERENCES authors (id) ON DELETE SET NULL);',
      after: ['ALTER TABLE books ALTER COLUMN author_id SET NOT NULL;'],
      reports: ['refused'],
      because: 'A later migration forbids it.',
    },
    {
      given: authors,
      sql: 'CREATE TABLE portraits (author_id bigint PRIMARY KEY REFERENCES authors (id) ON DELETE SET DEFAULT);',
      reports: ['refused'],
    },
    {
      given: authors,
      sql: 'CREATE TABLE books (author_id bigint REFERENCES authors (id) ON DELETE SET NULL);',
      reports: [],
    },
    {
      given: authors,
      sql: 'CREATE TABLE books (author_id bigint NOT NULL DEFAULT 0 REFERENCES authors (id) ON DELETE SET DEFAULT);',
      reports: [],
    },
    {
      given: authors,
      sql: 'CREATE TABLE books (author_id bigint NOT NULL REFERENCES authors (id) ON DELETE SET NULL);',
      after: ['ALTER TABLE books ALTER COLUMN author_id DROP NOT NULL;'],
      reports: [],
      because: 'A later migration allows it.',
    },
    {
      given: 'CREATE TABLE editions (shop int, id int, PRIMARY KEY (shop, id));',
      sql: 'CREATE TABLE loans (shop int NOT NULL, edition int, FOREIGN KEY (shop, edition) REFERENCES editions ON DELETE SET NULL (edition));',
      reports: [],
      because: 'Only one of the two is set to NULL.',
    },
  ],
  check: {
    *history(context) {
      for (const foreignKey of keptForeignKeys(context)) {
        const { table, constraint, references, place, subject } = foreignKey;
        const refused = refusedAction(foreignKey, context.catalog);
        const [column] = constraint.columns;
        if (refused === undefined || column === undefined) continue;
        yield {
          message: 'refused',
          data: { ...refused, referenced: formatName(references.table), table: formatName(table.name), column },
          subject,
          ...place,
          workaround:
            table.columns.get(column)?.notNull === true && !isKey(table, column)
              ? `ALTER TABLE ${quoteName(table.name)} ALTER COLUMN ${quoteIdentifier(column)} DROP NOT NULL;\n-- or another action: RESTRICT keeps the row, CASCADE deletes both`
              : 'Another action: RESTRICT keeps the row, CASCADE deletes both.',
        };
      }
    },
  },
});

const isKey = ({ constraints }: Relation, column: string): boolean =>
  [...constraints.values()].some(
    ({ definition, columns }) => definition.type === 'primaryKey' && columns.includes(column),
  );

const values = { 'set null': 'NULL', 'set default': 'its default' } as const;

function refusedAction({ table, constraint }: KeptForeignKey, catalog: Catalog) {
  const { definition, columns } = constraint;
  if (definition.type !== 'foreignKey') return undefined;
  // Which of several columns are set is written in brackets behind the action: all of them must refuse.
  const refuses = (action: string): boolean =>
    columns.every(
      (name) =>
        catalog.mayBeNull(table, name) === 'no' &&
        (action === 'set null' || table.columns.get(name)?.default === undefined),
    );
  for (const [event, action] of [
    ['Deleting', definition.onDelete],
    ['Changing', definition.onUpdate],
  ] as const)
    if ((action === 'set null' || action === 'set default') && refuses(action)) return { event, value: values[action] };
  return undefined;
}
