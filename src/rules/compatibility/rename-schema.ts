import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { wasThereBefore } from '../../catalog/existing.js';
import { isNameTakenAgain } from '../../catalog/name-taken-again.js';
import { objectWasThereBefore } from '../../catalog/object-existing.js';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Operation, SetObjectSchema } from '../../sql/operation.js';
import { operationsAfter, operationsBefore } from '../../sql/script-order.js';

const given = 'create schema archive; create table archive.books (id bigint primary key);';

export default defineRule({
  id: 'rename-schema',
  aliases: ['set-schema'],
  category: 'compatibility',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not rename schemas, or move objects to another one, while code uses them.',
    condition:
      '`ALTER SCHEMA … RENAME`, and `SET SCHEMA` of a table, view, sequence, type or function that existed before the ' +
      'migration. Not of extensions, whose objects are found through the search_path, and not where the same migration ' +
      'puts a view, a table or a schema in the old place.',
    effect:
      'It is instant, but from that moment the release that still runs fails on the old name, and so do the bodies of ' +
      'functions. Names without a schema fail as soon as the new one is not in the search_path.',
    workaround:
      'Put a view in the old place in the same transaction (with `security_invoker` from PostgreSQL 15 on), and drop it ' +
      'when no code uses the old name:\n\n```sql\nCREATE SCHEMA library;\nALTER TABLE archive.books SET SCHEMA library;\n' +
      'CREATE VIEW archive.books WITH (security_invoker = true) AS SELECT * FROM library.books;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-alterschema.html',
      'https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS',
    ],
  },
  options: z.strictObject({}),
  messages: {
    renames: 'Renaming schema {schema} to {to} breaks all running code that names something in {schema}.',
    moves: 'Moving {object} to schema {to} breaks running code that names it where it was.',
  },
  examples: [
    { given, sql: 'alter schema archive rename to library;', reports: ['renames'] },
    {
      given: [given, 'create schema library;'],
      sql: 'alter table archive.books set schema library;',
      reports: ['moves'],
    },
    {
      given:
        "create schema library; create type state as enum ('new'); create function now_utc() returns int language sql return 1;",
      sql: 'alter type state set schema library; alter function now_utc() set schema library;',
      reports: ['moves', 'moves'],
    },
    {
      given: [given, 'create schema library;'],
      sql: 'alter table archive.books set schema library; create view archive.books with (security_invoker = true) as select * from library.books;',
      reports: [],
      because: 'The view answers to the old name.',
    },
    {
      given: 'create schema extensions; create extension pg_trgm;',
      sql: 'alter extension pg_trgm set schema extensions;',
      reports: [],
    },
    { sql: 'create schema archive; alter schema archive rename to library;', reports: [] },
    {
      given: 'create schema library;',
      sql: 'create table books (id bigint); alter table books set schema library;',
      reports: [],
      because: 'The table is new.',
    },
  ],
  check: {
    *renameObject(op, { script }) {
      if (op.objectType !== 'schema') return;
      const { name } = op.object;
      const made = (other: Operation): boolean => other.kind === 'createSchema' && other.schema === name;
      if (operationsBefore(script, op).some(made) || operationsAfter(script, op).some(made)) return;
      yield { message: 'renames', data: { schema: name, to: op.to }, at: op.span, subject: `schema ${name}` };
    },
    *setObjectSchema(op, { catalog, script }) {
      if (op.objectType === 'extension' || op.object.schema === op.to || !wasThere(op, catalog)) return;
      if (isNameTakenAgain(catalog, script, op, op.object)) return;
      const object = `${op.objectType} ${formatName(op.object)}`;
      const workaround = isTable(op) ? leaveView(op) : undefined;
      yield { message: 'moves', data: { object, to: op.to }, at: op.span, subject: object, workaround };
    },
  },
});

const isTable = ({ objectType }: SetObjectSchema): boolean => objectType === 'table' || objectType === 'foreign table';

const wasThere = ({ objectType, object }: SetObjectSchema, catalog: Catalog): boolean =>
  objectType === 'table' ? wasThereBefore(catalog, object) : objectWasThereBefore(catalog, objectType, object) !== 'no';

function leaveView({ object, to }: SetObjectSchema): string {
  const [old, moved] = [quoteName(object), quoteName({ schema: to, name: object.name })];
  return (
    'Put a view in the old place, in the same transaction:\n\n' +
    `\`\`\`sql\nALTER TABLE ${old} SET SCHEMA ${quoteIdentifier(to)};\n` +
    `CREATE VIEW ${old} WITH (security_invoker = true) AS SELECT * FROM ${moved};\n\`\`\``
  );
}
