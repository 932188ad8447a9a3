import { z } from 'zod';
import { wasThereBefore } from '../../catalog/existing.js';
import { isTableMadeAgain } from '../../catalog/made-again.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { DropTable } from '../../sql/operation.js';

const given = 'create table books (id bigint primary key, title text);';

export default defineRule({
  id: 'drop-and-recreate-table',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Alter a table in place instead of making it anew.',
    condition:
      '`DROP TABLE` of a table that existed before the migration, and `CREATE TABLE` of the same name later in the same ' +
      'migration. Not of a temporary table, and not `IF EXISTS` of one that does not exist. With `CASCADE` it is ' +
      '`drop-table-cascade` that speaks.',
    effect:
      'The new table is empty: all rows are lost, and so are the privileges, policies, triggers and indexes that the ' +
      'migration does not write again.',
    workaround:
      'Alter the table that is there:\n\n```sql\nALTER TABLE books ADD COLUMN isbn text;\n```\n\nWhere that is not ' +
      'possible, fill a new table and swap the names in one transaction. The old one can be dropped in a later release:\n\n' +
      '```sql\nCREATE TABLE books_new (LIKE books INCLUDING ALL);\nINSERT INTO books_new SELECT * FROM books;\n' +
      'ALTER TABLE books RENAME TO books_old;\nALTER TABLE books_new RENAME TO books;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-altertable.html',
      'https://www.postgresql.org/docs/current/sql-droptable.html',
    ],
  },
  options: z.strictObject({}),
  messages: { losesRows: 'Table {table} is dropped and made again without its rows: they are lost for good.' },
  examples: [
    {
      given,
      sql: 'drop table books; create table books (id bigint primary key, title text, isbn text);',
      reports: ['losesRows'],
    },
    {
      sql: 'drop table if exists books; create table if not exists books (id bigint primary key);',
      alone: true,
      reports: ['losesRows'],
    },
    {
      sql: 'drop table if exists books; create table books (id bigint primary key);',
      reports: [],
      because: 'The history shows that there is no such table.',
    },
    { given, sql: 'drop table books;', reports: [], because: '`drop-table` reports it.' },
    {
      given,
      sql: 'create table books_new as select * from books; drop table books; alter table books_new rename to books;',
      reports: [],
      because: 'The rows are in the table that takes the name.',
    },
  ],
  check: {
    *dropTable(op, { catalog, script }) {
      if (op.cascade || !wasThereBefore(catalog, op.table)) return;
      if (!isTableMadeAgain(catalog, script, op, op.table)) return;
      yield {
        message: 'losesRows',
        data: { table: formatName(op.table) },
        at: op.span,
        subject: formatQualified(catalog.resolve(op.table)),
        workaround: keepAside(op),
      };
    },
  },
});

function keepAside({ table }: DropTable): string {
  const old = `${table.name}_old`;
  const [name, kept] = [quoteName(table), quoteName({ schema: table.schema, name: old })];
  return (
    'Alter the table in place. Where that is not possible, keep the old one beside the new one, and copy its rows:\n\n' +
    `\`\`\`sql\nALTER TABLE ${name} RENAME TO ${quoteIdentifier(old)};\n-- CREATE TABLE ${name} (…);\n` +
    `-- INSERT INTO ${name} SELECT … FROM ${kept};\n\`\`\``
  );
}
