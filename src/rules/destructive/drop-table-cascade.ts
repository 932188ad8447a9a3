import { z } from 'zod';
import { type Cascaded, cascadedFrom, dropByName } from '../../catalog/cascade.js';
import { mustHaveBeenThere, wasThereBefore } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { DropTable } from '../../sql/operation.js';

export default defineRule({
  id: 'drop-table-cascade',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not drop tables with CASCADE.',
    condition:
      '`DROP TABLE … CASCADE` of a table that existed before the migration. Not of a temporary table, not of one that the ' +
      'same migration created, and not `IF EXISTS` of one that does not exist.',
    effect:
      'The rows are lost, and with them go views over the table, foreign keys of other tables to it, and policies of other ' +
      'tables that read it. PostgreSQL only writes a NOTICE about them.',
    workaround:
      'Stop using the table and rename it. Drop what depends on it by name, then the table without CASCADE, in a later ' +
      'release:\n\n```sql still-reported\n-- now\nALTER TABLE books RENAME TO books_dropped;\n\n-- a release later\n' +
      'DROP VIEW shelf;\nALTER TABLE loans DROP CONSTRAINT loans_book_id_fkey;\nDROP TABLE books_dropped;\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY); CREATE TABLE loans (book_id bigint REFERENCES books); CREATE VIEW shelf AS SELECT id FROM books;',
    references: [
      'https://www.postgresql.org/docs/current/sql-droptable.html',
      'https://www.postgresql.org/docs/current/ddl-depend.html',
    ],
  },
  options: z.strictObject({}),
  messages: {
    dropsDependents: 'Dropping table {table} with CASCADE deletes all its rows, and drops {dependents}.',
    mayDropDependents:
      'Dropping table {table} with CASCADE deletes all its rows, and drops everything that depends on it.',
  },
  examples: [
    {
      given: [
        'create table books (id bigint primary key, title text);',
        'create table loans (book_id bigint references books); create view shelf as select title from books;',
      ],
      sql: 'drop table books cascade;',
      reports: ['dropsDependents'],
    },
    { sql: 'drop table if exists books cascade;', alone: true, reports: ['mayDropDependents'] },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'drop table books;',
      reports: [],
      because:
        'Without CASCADE the server refuses where anything depends on the table; `drop-table` speaks of its rows.',
    },
    { sql: 'create table scratch (id bigint); drop table scratch cascade;', reports: [] },
    {
      sql: 'drop table if exists books cascade;',
      reports: [],
      because: 'The history shows that there is no such table.',
    },
  ],
  check: {
    *dropTable(op, { catalog }) {
      const isThere = op.ifExists ? wasThereBefore : mustHaveBeenThere;
      if (!op.cascade || !isThere(catalog, op.table)) return;
      const table = formatName(op.table);
      const name = catalog.resolve(op.table);
      const dependents = cascadedFrom(catalog, name);
      const place = { at: op.span, subject: formatQualified(name), workaround: byName(op, dependents) };
      if (dependents.length > 0) {
        yield { message: 'dropsDependents', data: { table, dependents: describe(dependents) }, ...place };
      } else {
        yield { message: 'mayDropDependents', data: { table }, ...place };
      }
    },
  },
});

const describe = (dependents: readonly Cascaded[]): string =>
  listText(dependents.map(({ description }) => description));

function byName({ table }: DropTable, dependents: readonly Cascaded[]): string {
  const kept = `${table.name}_dropped`;
  const drop = `DROP TABLE ${quoteName({ schema: table.schema, name: kept })};`;
  return (
    `Stop using the table and rename it:\n\n\`\`\`sql\nALTER TABLE ${quoteName(table)} RENAME TO ${quoteIdentifier(kept)};\n\`\`\`\n\n` +
    `In a later release, drop what depends on it by name, then the table without CASCADE:\n\n\`\`\`sql\n${dropByName(dependents, drop)}\n\`\`\``
  );
}
