import { z } from 'zod';
import { type Cascaded, cascadedFrom, dropByName } from '../../catalog/cascade.js';
import type { Catalog } from '../../catalog/catalog.js';
import { listText } from '../../core/list-text.js';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { refusal } from '../../engine/refusal.js';
import { defineRule } from '../../engine/rule.js';
import type { OperationOf } from '../../sql/operation.js';

const given = 'create table books (id bigint primary key, title text); create view shelf as select title from books;';

export default defineRule({
  id: 'drop-refused',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Drop what depends on an object before the object.',
    condition:
      '`DROP TABLE`, `DROP COLUMN`, `DROP VIEW`, `DROP TYPE` and their like that the server will certainly refuse: another ' +
      'object depends on it and CASCADE is not written, or the name is that of another kind of object. Not where nothing ' +
      'is known of the object, and not inside a block that catches the error.',
    effect: 'The migration fails (2BP01 or 42809) and is rolled back, if it runs in a transaction.',
    workaround:
      'Drop what depends on it by name, in the same migration, and create anew what has to stay:\n\n```sql\n' +
      'DROP VIEW shelf;\nALTER TABLE books DROP COLUMN title;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-depend.html'],
  },
  options: z.strictObject({}),
  messages: {
    needed: 'The server refuses to drop {object}: {dependents} would be left without it.',
    refused: 'The server refuses this statement: {error}.',
  },
  examples: [
    { given, sql: 'alter table books drop column title;', reports: ['needed'] },
    { given, sql: 'drop view books;', reports: ['refused'], because: 'It is a table.' },
    { given, sql: 'drop table shelf;', reports: ['refused'], because: 'It is a view.' },
    {
      given: "create type state as enum ('new'); create table books (state state);",
      sql: 'drop type state;',
      reports: ['needed'],
    },
    { given, sql: 'drop view shelf; alter table books drop column title;', reports: [] },
    {
      given,
      sql: 'drop table books cascade;',
      reports: [],
      because: 'CASCADE takes the view along, as `drop-table-cascade` says.',
    },
    { given, sql: 'alter table books drop column id;', reports: [], because: 'The view does not read this column.' },
    {
      given,
      sql: 'do $$ begin drop table books; exception when dependent_objects_still_exist then null; end $$;',
      reports: [],
      because: 'The block catches the error.',
    },
  ],
  check: {
    *dropTable(op, { catalog, effects }) {
      yield* judge(op, `table ${formatName(op.table)}`, refusal(op, effects, '2BP01', '42809'), catalog);
    },
    *dropColumn(op, { catalog, effects }) {
      yield* judge(op, `column ${op.column} of ${formatName(op.table)}`, refusal(op, effects, '2BP01'), catalog);
    },
    *dropObject(op, { catalog, effects }) {
      const object = `${op.objectType} ${formatName(op.object)}`;
      yield* judge(op, object, refusal(op, effects, '2BP01', '42809'), catalog);
    },
  },
});

type Drop = OperationOf<'dropTable' | 'dropColumn' | 'dropObject'>;

function* judge(op: Drop, object: string, error: ReturnType<typeof refusal>, catalog: Catalog) {
  if (error === undefined) return;
  const dependents = error.sqlstate === '2BP01' ? dependentsOf(op, catalog) : [];
  const place = { at: op.span, subject: object };
  if (dependents.length === 0) yield { message: 'refused', data: { error: error.message }, ...place } as const;
  else {
    const names = listText(dependents.map(({ description }) => description));
    const workaround = `Drop first what depends on it:\n\n\`\`\`sql\n${dropByName(dependents, dropOf(op))}\n\`\`\``;
    yield { message: 'needed', data: { object, dependents: names }, ...place, workaround } as const;
  }
}

function dependentsOf(op: Drop, catalog: Catalog): readonly Cascaded[] {
  if (op.kind === 'dropTable') return cascadedFrom(catalog, catalog.resolve(op.table));
  if (op.kind === 'dropColumn') return cascadedFrom(catalog, catalog.resolve(op.table), op.column);
  const type = op.objectType === 'type' || op.objectType === 'domain' ? catalog.type(op.object) : undefined;
  if (type === undefined) return cascadedFrom(catalog, catalog.resolve(op.object));
  return typeof type === 'string'
    ? []
    : catalog.usersOfType(type.name).map(({ table, column }) => ({
        description: `column ${column} of ${formatName(table.name)}`,
        drop: `ALTER TABLE ${quoteName(table.name)} ALTER COLUMN ${quoteIdentifier(column)} TYPE text;`,
      }));
}

function dropOf(op: Drop): string {
  if (op.kind === 'dropTable') return `DROP TABLE ${quoteName(op.table)};`;
  if (op.kind === 'dropObject') return `DROP ${op.objectType.toUpperCase()} ${quoteName(op.object)};`;
  return `ALTER TABLE ${quoteName(op.table)} DROP COLUMN ${quoteIdentifier(op.column)};`;
}
