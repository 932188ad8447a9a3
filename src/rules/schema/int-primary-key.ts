import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed } from '../../catalog/existing.js';
import type { Column, Relation } from '../../catalog/model.js';
import { formatName, quoteIdentifier } from '../../core/name.js';
import { isLookupTable } from '../../engine/lookup-tables.js';
import { holdsOneRow, oneForEachOf } from '../../engine/row-bounds.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn } from '../../engine/written-columns.js';

export default defineRule({
  id: 'int-primary-key',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Number rows with bigint.',
    condition:
      'At the end of the history, a column of a primary key is integer or smallint and gets its values from a sequence (serial, identity, nextval). Keys that come from elsewhere, such as a year, are left out, and so are tables that stay small: lists of kinds, states, roles or settings, tables of one row, and those with one row for each of a table that is reported itself. A list is told by its name, or by rows that the migrations write out one by one while no function adds any; what tells of people or of the rows of other tables is none.',
    effect:
      'After 2,147,483,647 numbers, also those of rolled back and refused rows, every INSERT fails, and the way to bigint rewrites the table under ACCESS EXCLUSIVE with all that refer to it.',
    workaround: '```sql\nCREATE TABLE loans (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\n```',
    references: ['https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT'],
  },
  options: z.strictObject({}),
  messages: { narrow: 'The numbers of {table}.{column} end at {last}: its type is {type}.' },
  examples: [
    { sql: 'CREATE TABLE loans (id serial PRIMARY KEY);', reports: ['narrow'] },
    { sql: 'CREATE TABLE loans (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);', reports: ['narrow'] },
    { sql: 'CREATE TABLE loans (id bigserial PRIMARY KEY);', reports: [] },
    {
      sql: 'CREATE TABLE years (year int PRIMARY KEY);',
      reports: [],
      because: 'No sequence counts it up.',
    },
    {
      sql: 'CREATE TABLE loans (id serial PRIMARY KEY);',
      after: ['ALTER TABLE loans ALTER COLUMN id TYPE bigint;'],
      reports: [],
      because: 'A later migration widens it.',
    },
    {
      sql: "CREATE TABLE genres (id serial PRIMARY KEY, name text NOT NULL UNIQUE); INSERT INTO genres (name) VALUES ('novel'), ('drama');",
      reports: [],
      because: 'A list that the migrations fill.',
    },
    {
      sql: 'CREATE TABLE loan_states (id serial PRIMARY KEY, name text NOT NULL); CREATE TABLE categories (id smallserial PRIMARY KEY, title text, parent_id smallint REFERENCES categories (id));',
      reports: ['narrow'],
      because: 'The name of the second says that it is a list; that of the first says nothing.',
    },
    {
      sql: "CREATE TABLE members (id serial PRIMARY KEY, email text UNIQUE); INSERT INTO members (email) VALUES ('a@b.example'), ('c@d.example');",
      reports: ['narrow'],
      because: 'These two are not the last.',
    },
    {
      sql: "CREATE TABLE tags (id serial PRIMARY KEY, name text UNIQUE); INSERT INTO tags (name) VALUES ('new'), ('used'); CREATE FUNCTION add_tag(tag text) RETURNS void LANGUAGE sql AS 'INSERT INTO public.tags (name) VALUES (tag)';",
      reports: ['narrow'],
      because: 'A function adds more.',
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'CREATE TABLE samples (id serial PRIMARY KEY, book_id bigint REFERENCES books (id)); INSERT INTO samples (book_id) VALUES (1), (2);',
      reports: ['narrow'],
      because: 'Where there are more books, there may be more samples.',
    },
    {
      sql: 'CREATE TABLE readers (id serial PRIMARY KEY); CREATE TABLE portraits (id serial PRIMARY KEY, reader_id int NOT NULL UNIQUE REFERENCES readers (id));',
      reports: ['narrow'],
      because: 'There are no more portraits than readers.',
    },
    {
      sql: 'CREATE TABLE library (id serial PRIMARY KEY CHECK (id = 1), opens time);',
      reports: [],
      because: 'It holds one row.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        const origin = originOf(table.unit);
        if (table.managed || table.partitionOf || !origin || !table.span) continue;
        const columns = countedColumns(catalog, table);
        if (columns.length === 0 || staysSmall(catalog, table)) continue;
        for (const column of columns) {
          const small = isBuiltIn(catalog.baseType(column.type), ...smallTypes);
          yield {
            message: 'narrow',
            data: {
              table: formatName(table.name),
              column: column.name,
              type: small ? 'smallint' : 'integer',
              last: small ? '32,767' : '2,147,483,647',
            },
            at: table.span,
            path: origin.path,
            subject: `${formatName(table.name)}.${column.name}`,
            workaround: `Where it is not applied yet, \`${quoteIdentifier(column.name)} bigint\` or bigserial. On a table in use, a new bigint column that a trigger keeps in step takes its place, once it is filled in batches.`,
          };
        }
      }
    },
  },
});

const smallTypes = ['int2', 'smallserial', 'serial2'] as const;
const narrowTypes = [...smallTypes, 'int4', 'serial', 'serial4'] as const;

/** The columns of its key that a sequence counts up to the end of a narrow type. */
const countedColumns = (catalog: Catalog, table: Relation): readonly Column[] =>
  [...keyColumns(table)].filter(
    (column) => isBuiltIn(catalog.baseType(column.type), ...narrowTypes) && isCounted(column),
  );

const staysSmall = (catalog: Catalog, table: Relation): boolean =>
  holdsOneRow(catalog, table) || isLookupTable(catalog, table) || followsReported(catalog, table);

/** It has a row for each of another table, whose numbers end first. */
const followsReported = (catalog: Catalog, table: Relation): boolean =>
  oneForEachOf(catalog, table).some((name) => {
    const parent = relationNamed(catalog, name);
    if (parent === undefined || oneForEachOf(catalog, parent).length > 0) return false;
    return countedColumns(catalog, parent).length > 0;
  });

function* keyColumns(table: Relation): Generator<Column> {
  for (const { definition, columns } of table.constraints.values()) {
    if (definition.type !== 'primaryKey') continue;
    for (const name of columns) {
      const column = table.columns.get(name);
      if (column !== undefined) yield column;
    }
  }
}

const isCounted = (column: Column): boolean =>
  column.serial ||
  column.identity !== undefined ||
  (column.default?.kind === 'call' && column.default.name.name === 'nextval');
