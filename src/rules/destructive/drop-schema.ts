import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { contentsOf } from '../../catalog/schema-contents.js';
import { listText } from '../../core/list-text.js';
import { formatQualified, quoteIdentifier } from '../../core/name.js';
import { defineRule, type Project } from '../../engine/rule.js';
import type { DropSchema } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsBefore } from '../../sql/script-order.js';

export default defineRule({
  id: 'drop-schema',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not drop schemas.',
    condition:
      '`DROP SCHEMA` of a schema that existed before the migration. Not of one that the same migration created, and not ' +
      '`IF EXISTS` of one that does not exist.',
    effect:
      'With CASCADE every table in the schema is lost with its rows, and so is all that other schemas hold that depends on ' +
      'them. Without it the statement fails unless the schema is empty.',
    workaround:
      'Drop the objects one by one, each with the care that it needs, and the empty schema last:\n\n```sql still-reported\n' +
      'DROP VIEW archive.shelf;\nALTER TABLE archive.books SET SCHEMA public;\nDROP SCHEMA archive RESTRICT;\n```',
    workaroundGiven:
      'CREATE SCHEMA archive; CREATE TABLE archive.books (id bigint); CREATE VIEW archive.shelf AS SELECT 1 AS shelf;',
    references: ['https://www.postgresql.org/docs/current/sql-dropschema.html'],
  },
  options: z.strictObject({}),
  messages: {
    losesTables: 'Dropping schema {schema} with CASCADE drops everything in it: {objects}.',
    losesAll: 'Dropping schema {schema} with CASCADE drops everything in it.',
    dropsSchema: 'Dropping schema {schema} fails unless it is empty, and breaks code that names it.',
  },
  examples: [
    {
      given: 'create schema archive; create table archive.books (id bigint); create table archive.loans (id bigint);',
      sql: 'drop schema archive cascade;',
      reports: ['losesTables'],
    },
    {
      given: [
        "create schema archive; create domain archive.isbn as text; create type archive.state as enum ('new', 'used'); create table archive.books (id bigserial primary key, isbn archive.isbn, state archive.state);",
        'create table loans (book bigint references archive.books); create view archive.shelf as select id from archive.books; create view titles as select id from archive.shelf;',
        'create function archive.touched() returns trigger language plpgsql as $$ begin return new; end $$; create trigger touched before update on loans for each row execute function archive.touched();',
        'create function archive.twice(n int, variadic others text[]) returns int language sql as $$ select n * 2 $$; create sequence archive.numbers; create table archive.days (day date) partition by range (day); create table archive.days_old partition of archive.days default;',
      ],
      sql: 'drop schema archive cascade;',
      reports: ['losesTables'],
      because: 'The foreign key, the view and the trigger of other schemas go as well.',
    },
    { sql: 'drop schema if exists archive cascade;', alone: true, reports: ['losesAll'] },
    { given: 'create schema archive;', sql: 'drop schema archive;', reports: ['dropsSchema'] },
    {
      sql: 'create schema scratch; create table scratch.t (id bigint); drop schema scratch cascade;',
      reports: [],
      because: 'The migration drops what it created itself.',
    },
    { sql: 'drop schema if exists archive cascade;', reports: [], because: 'The history shows no such schema.' },
  ],
  check: {
    *dropSchema(op, { catalog, project, script }) {
      const { schema, span: at } = op;
      if (catalog.hasSchema(schema) === 'no' || isOwn(op, script, catalog, project)) return;
      const place = { at, subject: schema, workaround: oneByOne(op, catalog) };
      const objects = relationsIn(catalog, schema).map(({ name }) => formatQualified(name));
      if (!op.cascade) yield { message: 'dropsSchema', data: { schema }, ...place };
      else if (objects.length === 0) yield { message: 'losesAll', data: { schema }, ...place };
      else yield { message: 'losesTables', data: { schema, objects: listText(objects) }, ...place };
    },
  },
});

const relationsIn = (catalog: Catalog, schema: string) =>
  [...catalog.relations()].filter(({ name, kind }) => name.schema === schema && kind !== 'sequence');

/** The script created it, and IF NOT EXISTS did not merely pass over one that was there. */
function isOwn(op: DropSchema, script: Script, catalog: Catalog, project: Project): boolean {
  const creation = operationsBefore(script, op).find(
    (before) => before.kind === 'createSchema' && before.schema === op.schema,
  );
  if (creation?.kind !== 'createSchema') return false;
  if (!creation.ifNotExists) return true;
  return project.complete && relationsIn(catalog, op.schema).every(({ unit }) => unit === catalog.unit);
}

/** What the history shows of the schema is dropped by name. Where it shows nothing, there may be anything. */
function oneByOne({ schema, cascade }: DropSchema, catalog: Catalog): string {
  const { drops, columnsElsewhere } = contentsOf(catalog, schema);
  const isUnknown = !catalog.complete && cascade && drops.length === 0;
  const lines = [
    ...columnsElsewhere.map((column) => `-- … first give ${column} a type of another schema`),
    ...(isUnknown ? ['-- … what it holds, one by one'] : drops),
    `DROP SCHEMA ${quoteIdentifier(schema)} RESTRICT;`,
  ];
  return (
    'Move what is still needed into another schema. Drop the rest one by one, each with the care that it needs, and the ' +
    `empty schema last, without CASCADE, so that nothing goes unseen:\n\n\`\`\`sql still-reported\n${lines.join('\n')}\n\`\`\``
  );
}
