import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { type KeyTypes, keyTypes } from '../../effects/foreign-key-types.js';
import { plainType } from '../../effects/type-facts.js';
import { type KeptForeignKey, keptForeignKeys } from '../../engine/kept-foreign-keys.js';
import { defineRule } from '../../engine/rule.js';
import type { TypeName } from '../../sql/expression.js';
import { formatType } from '../../sql/format-type.js';

interface Mismatch {
  readonly column: string;
  readonly from: TypeName;
  readonly key: TypeName;
  readonly types: Exclude<KeyTypes, 'alike' | 'unknown'>;
}

function mismatchOf({ table, constraint, references }: KeptForeignKey, catalog: Catalog): Mismatch | undefined {
  const target = catalog.relation(references.table);
  if (typeof target !== 'object') return undefined;
  for (const [at, column] of constraint.columns.entries()) {
    const [own, referenced] = [table.columns.get(column), target.columns.get(references.columns[at] ?? '')];
    if (own === undefined || referenced === undefined) continue;
    const [from, key] = [plainType(own.type, catalog), plainType(referenced.type, catalog)];
    const types = keyTypes(from, key);
    if (types !== 'alike' && types !== 'unknown') return { column, from, key, types };
  }
  return undefined;
}

export default defineRule({
  id: 'fk-type-mismatch',
  category: 'constraints',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Give a foreign key the type of the key that it references.',
    condition:
      'At the end of the history, a column of a foreign key has another type than the referenced column. text and varchar count as one type, and so does an integer that is wider than the key. Types that the history does not know are left out. An error where PostgreSQL has no operator that compares the two.',
    effect:
      'An integer that is narrower than the key overflows when the key outgrows it, and inserts fail. Other pairs are compared by way of a cast, which the planner estimates badly.',
    workaround:
      'Widen the column by a new one, which no reader waits for. The first migration:\n\n```sql\nALTER TABLE books ADD COLUMN author_id_new bigint;\n```\n\nThen let the code or a trigger write both, fill old rows in batches, and swap:\n\n```sql\nUPDATE books SET author_id_new = author_id WHERE author_id_new IS NULL AND author_id IS NOT NULL;\nALTER TABLE books ADD CONSTRAINT books_author_id_new_fkey FOREIGN KEY (author_id_new) REFERENCES authors (id) NOT VALID;\n```\n\n```sql\nALTER TABLE books VALIDATE CONSTRAINT books_author_id_new_fkey;\n```\n\n```sql\nALTER TABLE books RENAME COLUMN author_id TO author_id_old;\nALTER TABLE books RENAME COLUMN author_id_new TO author_id;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  },
  options: z.strictObject({}),
  messages: {
    narrower:
      'Column {column} of {table} is {from} and references a {key}: inserts fail once {referenced} has a key beyond {from}.',
    converted: 'Column {column} of {table} is {from} and references a {key}: each comparison needs a cast.',
    refused: 'Column {column} of {table} is {from} and references a {key}: PostgreSQL refuses to compare the two.',
  },
  examples: [
    {
      given: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id integer);',
      sql: 'ALTER TABLE books ADD CONSTRAINT books_author_fk FOREIGN KEY (author_id) REFERENCES authors (id);',
      reports: ['narrower'],
    },
    {
      given: 'CREATE TABLE days (day timestamptz PRIMARY KEY); CREATE TABLE visits (day date);',
      sql: 'ALTER TABLE visits ADD CONSTRAINT visits_day_fk FOREIGN KEY (day) REFERENCES days;',
      reports: ['converted'],
    },
    {
      given: 'CREATE TABLE authors (id uuid PRIMARY KEY);',
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, author_id text REFERENCES authors (id));',
      reports: ['refused'],
    },
    {
      sql: 'CREATE TABLE authors (id serial PRIMARY KEY); CREATE TABLE books (author_id bigint REFERENCES authors (id));',
      reports: [],
      because: 'A wider integer holds every key, and integers of all widths share their operators.',
    },
    {
      sql: 'CREATE TABLE tags (name text PRIMARY KEY); CREATE TABLE taggings (tag varchar(40) REFERENCES tags);',
      reports: [],
    },
    {
      sql: 'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (author_id integer REFERENCES authors (id));',
      after: ['ALTER TABLE books ALTER COLUMN author_id TYPE bigint;'],
      reports: [],
      because: 'A later migration widens it.',
    },
  ],
  check: {
    *history(context) {
      for (const foreignKey of keptForeignKeys(context)) {
        const mismatch = mismatchOf(foreignKey, context.catalog);
        if (mismatch === undefined) continue;
        const { table, references, place, subject } = foreignKey;
        const [from, key] = [formatType(mismatch.from), formatType(mismatch.key)];
        const data = { column: mismatch.column, table: formatName(table.name), from, key };
        const rewrite = `ALTER TABLE ${quoteName(table.name)} ALTER COLUMN ${quoteIdentifier(mismatch.column)} TYPE ${key};`;
        const workaround = `Where the table is new or small:\n\n\`\`\`sql\n${rewrite}\n\`\`\`\n\nElsewhere add a new column of type ${key}, fill it in batches and swap the two.`;
        const common = { subject, workaround, ...place };
        if (mismatch.types === 'refused') yield { message: 'refused', data, severity: 'error', subject, ...place };
        else if (mismatch.types === 'converted') yield { message: 'converted', data, ...common };
        else yield { message: 'narrower', data: { ...data, referenced: formatName(references.table) }, ...common };
      }
    },
  },
});
