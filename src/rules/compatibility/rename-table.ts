import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed, wasThereBefore } from '../../catalog/existing.js';
import { isNameTakenAgain } from '../../catalog/name-taken-again.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, type QualifiedName, quoteIdentifier, quoteName } from '../../core/name.js';
import type { ServerVersion } from '../../core/server.js';
import { defineRule } from '../../engine/rule.js';
import type { RenameObject } from '../../sql/operation.js';

export default defineRule({
  id: 'rename-table',
  category: 'compatibility',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: 'error' },
  docs: {
    summary: 'Leave a view behind when a table is renamed.',
    condition:
      '`RENAME TO` of a table that existed before the migration. Not of one that the same migration created, of a ' +
      'temporary table, a view or an index, not where the same migration gives the old name to a view or another table, and not to a name that ' +
      'matches the option `retired`, which says that the table is on its way out.',
    effect:
      'The rename is instant, but from that moment the release that still runs fails on the old name. Views and foreign ' +
      'keys follow the rename; the bodies of functions do not.',
    workaround:
      'Put a view in its place in the same transaction. A simple view takes INSERT, UPDATE and DELETE as well; with ' +
      '`security_invoker` (PostgreSQL 15) the row level security of the table goes on to hold:\n\n```sql\n' +
      'ALTER TABLE books RENAME TO works;\nCREATE VIEW books WITH (security_invoker = true) AS SELECT * FROM works;\n```\n\n' +
      'Drop the view in a later release, when no code uses the old name.',
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html',
      'https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS',
    ],
  },
  options: z.strictObject({
    retired: z
      .string()
      .default('(_dropped|_deprecated|_old|_to_drop)(_\\d+)?$')
      .describe('A regular expression for names that tables get on purpose before they are dropped.'),
  }),
  messages: {
    breaksCode: 'Renaming table {table} to {to} breaks running code that names {table}.',
    breaksFunctions:
      'Renaming table {table} to {to} breaks running code that names {table}, and {functions} in the database.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key);',
      sql: 'alter table books rename to works;',
      reports: ['breaksCode'],
    },
    { sql: 'alter table library.books rename to works;', alone: true, reports: ['breaksCode'] },
    {
      given: [
        'create table books (id bigint primary key);',
        "create function book_count() returns bigint language sql stable as 'select count(*) from books';",
      ],
      sql: 'alter table books rename to works;',
      reports: ['breaksFunctions'],
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'alter table books rename to works; create view books with (security_invoker = true) as select * from works;',
      reports: [],
      because: 'The view answers to the old name.',
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'create table books_new (id bigint primary key); alter table books rename to books_old; alter table books_new rename to books;',
      reports: [],
      because: 'Another table takes the name.',
    },
    { sql: 'create table books (id bigint); alter table books rename to works;', reports: [] },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'alter table books rename to books_dropped_20261121;',
      reports: [],
      because: 'It is to be missed before it is dropped, as `drop-table` recommends.',
    },
    {
      given: 'create table books (id bigint primary key); create view shelf as select id from books;',
      sql: 'alter view shelf rename to shelves; alter index books_pkey rename to works_pkey;',
      reports: [],
      because: 'Neither is a table.',
    },
  ],
  check: {
    *renameObject(op, { catalog, project, script, options }) {
      if (!isTable(op, catalog) || !wasThereBefore(catalog, op.object)) return;
      if (new RegExp(options.retired).test(op.to)) return;
      if (isNameTakenAgain(catalog, script, op, op.object)) return;
      const table = catalog.resolve(op.object);
      const data = { table: formatName(op.object), to: op.to };
      const place = { at: op.span, subject: formatQualified(table), workaround: leaveView(op, project.server.version) };
      const functions = functionsNaming(catalog, table);
      if (functions.length === 0) yield { message: 'breaksCode', data, ...place };
      else yield { message: 'breaksFunctions', data: { ...data, functions: listText(functions) }, ...place };
    },
  },
});

/** `ALTER TABLE … RENAME` takes views, indexes and sequences as well. */
function isTable({ objectType, object }: RenameObject, catalog: Catalog): boolean {
  if (objectType !== 'table' && objectType !== 'foreign table') return false;
  if (typeof catalog.index(object) === 'object') return false;
  const kind = relationNamed(catalog, object)?.kind ?? 'table';
  return kind === 'table' || kind === 'partitionedTable' || kind === 'foreignTable';
}

const functionsNaming = (catalog: Catalog, table: QualifiedName): readonly string[] =>
  catalog.routinesNaming(table).map((name) => `function ${formatName(name)}`);

function leaveView({ object, to }: RenameObject, version: ServerVersion): string {
  // Without it a view reads with the rights of its owner, past the row level security of the table.
  const invoker = version >= 15 ? ' WITH (security_invoker = true)' : '';
  const renamed = quoteName({ schema: object.schema, name: to });
  return (
    'Put a view in its place, in the same transaction:\n\n' +
    `\`\`\`sql\nALTER TABLE ${quoteName(object)} RENAME TO ${quoteIdentifier(to)};\n` +
    `CREATE VIEW ${quoteName(object)}${invoker} AS SELECT * FROM ${renamed};\n\`\`\`\n\n` +
    'Grant on the view what was granted on the table. Drop it in a later release, when no code uses the old name.'
  );
}
