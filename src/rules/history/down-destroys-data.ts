import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { Unit } from '../../catalog/model.js';
import type { Migration } from '../../core/migration.js';
import { formatName, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const books = 'create table books (id bigint, title text);';

export default defineRule({
  id: 'down-destroys-data',
  aliases: ['down-destructive'],
  category: 'history',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  directions: ['down'],
  docs: {
    summary: 'Let a down drop only what its up made.',
    condition: 'The down drops a table or a column that an earlier migration made, so that it held rows before the up.',
    effect:
      'Undoing the last change destroys data that was there before it, and running the up again does not bring it back.',
    workaround:
      'Drop in the down only what the up created. Where the up used IF NOT EXISTS, create the thing in one migration alone.',
    references: [],
  },
  options: z.strictObject({}),
  messages: {
    table: 'The down drops table {table}, which {migration} made and not this migration: its rows are lost.',
    column:
      'The down drops column {column} of {table}, which {migration} made and not this migration: its values are lost.',
  },
  examples: [
    {
      given: books,
      sql: 'create table if not exists books (id bigint);',
      down: 'drop table if exists books;',
      reports: ['table'],
    },
    {
      given: books,
      sql: 'alter table books add isbn text;',
      down: 'alter table books drop column isbn, drop column title;',
      reports: ['column'],
    },
    { sql: books, down: 'drop table books;', reports: [] },
    { given: books, sql: 'alter table books add isbn text;', down: 'alter table books drop isbn;', reports: [] },
    {
      given: books,
      sql: 'alter table books rename to titles;',
      down: 'drop table titles;',
      reports: ['table'],
      because: 'Renaming makes no table.',
    },
    { sql: 'create table loans (id bigint);', down: 'drop table books;', alone: true, reports: [] },
  ],
  check: {
    *dropTable(op, { catalog, migration, migrationOf }) {
      const relation = knownRelation(catalog, op.table);
      const maker = relation && earlier(relation.unit, migration, migrationOf);
      if (relation === undefined || maker === undefined) return;
      yield { message: 'table', data: { table: formatName(relation.name), migration: maker.id }, at: op.span };
    },
    *dropColumn(op, { catalog, migration, migrationOf }) {
      const relation = knownRelation(catalog, op.table);
      const column = relation?.columns.get(op.column);
      const maker = column && earlier(column.unit, migration, migrationOf);
      if (relation === undefined || maker === undefined) return;
      const data = { table: formatName(relation.name), column: op.column, migration: maker.id };
      yield { message: 'column', data, at: op.span };
    },
  },
});

function knownRelation(catalog: Catalog, name: WrittenName) {
  const relation = catalog.relation(name);
  return relation === 'absent' || relation === 'unknown' || relation.persistence === 'temporary' ? undefined : relation;
}

/** The migration that the unit was, where it is another one. */
function earlier(
  unit: Unit,
  migration: Migration,
  migrationOf: (unit: Unit) => Migration | undefined,
): Migration | undefined {
  const maker = migrationOf(unit);
  return maker === migration ? undefined : maker;
}
