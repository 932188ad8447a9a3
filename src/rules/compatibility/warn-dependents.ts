import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, columnWasThereBefore, relationNamed, wasThereBefore } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, type QualifiedName, type WrittenName } from '../../core/name.js';
import { isReadAlike } from '../../effects/client-types.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';
import { operationsOf } from '../../sql/script-order.js';

const given = [
  'create table books (id bigint primary key, title text, pages int);',
  "create function first_title() returns text language sql stable as 'select title from books limit 1';",
];

export default defineRule({
  id: 'warn-dependents',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Change functions together with the columns and tables that their bodies name.',
    condition:
      'A column is dropped or gets another type, or a table is dropped, and the body of a function that the same migration ' +
      'neither replaces nor drops names both. Not where another table that the body names has such a column as well, and not ' +
      'where clients and functions read the new type as the old one. What else depends on a column, the server follows or refuses by itself; ' +
      '`rename-column` and `rename-table` name functions themselves.',
    effect: 'A body is text to the server: the function stays, and fails or gives another result when it is called.',
    workaround:
      'Replace the function in the same migration:\n\n```sql\n' +
      "CREATE OR REPLACE FUNCTION first_title() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';\n" +
      'ALTER TABLE books DROP COLUMN title;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-depend.html'],
  },
  options: z.strictObject({}),
  messages: { named: 'The text of {functions} names {object}, and is not changed with it.' },
  examples: [
    { given, sql: 'alter table books drop column title;', reports: ['named'] },
    { given, sql: 'alter table books alter column title type int using length(title);', reports: ['named'] },
    { given, sql: 'drop table books;', reports: ['named'] },
    {
      given,
      sql: "create or replace function first_title() returns text language sql stable as 'select null::text'; alter table books drop column title;",
      reports: [],
      because: 'The function no longer names it.',
    },
    { given, sql: 'alter table books drop column title; drop function first_title();', reports: [] },
    {
      given: [...given, 'alter table books alter column title type varchar(80);'],
      sql: 'alter table books alter column title type text;',
      reports: [],
      because: 'The function reads both in the same way.',
    },
    {
      given: [
        'create table books (id bigint, title text); create table loans (id bigint, book bigint);',
        "create function loan(bigint) returns bigint language sql as 'select loans.id from loans join books on book = $1';",
      ],
      sql: 'alter table books drop column id;',
      reports: [],
      because: 'It may well be the column of the other table.',
    },
    { given, sql: 'alter table books drop column pages;', reports: [], because: 'No function names it.' },
  ],
  check: {
    *dropColumn(op, context) {
      if (!columnWasThereBefore(context.catalog, op.table, op.column)) return;
      yield* judge(op, op.table, op.column, context);
    },
    *alterColumnType(op, context) {
      const from = columnNamed(context.catalog, op.table, op.column)?.type;
      if (from === undefined || isReadAlike(from, op.type, context.catalog)) return;
      if (!columnWasThereBefore(context.catalog, op.table, op.column)) return;
      yield* judge(op, op.table, op.column, context);
    },
    *dropTable(op, context) {
      if (wasThereBefore(context.catalog, op.table)) yield* judge(op, op.table, undefined, context);
    },
  },
});

function* judge(
  op: Operation,
  table: WrittenName,
  column: string | undefined,
  { catalog, script }: RuleContext<unknown>,
) {
  const name = catalog.resolve(table);
  const functions = catalog
    .routinesNaming(name, column)
    .filter(({ schema }) => schema !== 'pg_temp')
    .filter((routine) => column === undefined || !hasNamesake(routine, formatQualified(name), column, catalog));
  if (functions.length === 0) return;
  const changed = new Set(operationsOf(script).flatMap((other) => functionOf(other, catalog) ?? []));
  const left = functions.filter((routine) => !changed.has(formatQualified(routine))).map(formatName);
  if (left.length === 0) return;
  const object = column === undefined ? `table ${formatName(table)}` : `column ${column} of ${formatName(table)}`;
  const data = { functions: `function ${listText(left)}`, object };
  yield { message: 'named', data, at: op.span, subject: `${formatQualified(name)} ${column ?? ''}` } as const;
}

/** Another table that the body names has a column of this name as well: it may be that one. */
function hasNamesake(routine: QualifiedName, table: string, column: string, catalog: Catalog): boolean {
  const found = catalog.routines(routine);
  if (typeof found === 'string') return false;
  return found
    .flatMap(({ references }) => references.relations)
    .flatMap((written) => relationNamed(catalog, written) ?? [])
    .some((relation) => formatQualified(relation.name) !== table && relation.columns.has(column));
}

function functionOf(op: Operation, catalog: Catalog): string | undefined {
  const isDrop = op.kind === 'dropObject' && ['function', 'procedure', 'routine'].includes(op.objectType);
  const name = isDrop ? op.object : op.kind === 'createFunction' ? op.function : undefined;
  return name && formatQualified(catalog.resolve(name));
}
