import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, mustHaveBeenThere } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Update } from '../../sql/operation.js';

export default defineRule({
  id: 'update-without-where',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  // What no value is lost by is a matter of time, and the lock that is held meanwhile tells more about that.
  yieldsTo: { rules: ['ddl-then-backfill-same-transaction'], messages: ['fillsAll'] },
  docs: {
    summary: 'Say which rows UPDATE may change.',
    condition:
      '`UPDATE` without `WHERE`, or with one that is true for every row, of a table that existed before the migration. Not ' +
      'of a temporary table, and not of one that the same migration created. Where it only fills columns that the same ' +
      'migration added, nothing is overwritten and it is a warning.',
    effect:
      'Every row is overwritten and the old values are lost. All rows are written anew in one transaction: until it ends, ' +
      'other writes to them wait, and the table may grow to twice its size.',
    workaround:
      'Change the rows in batches that commit, in a step of its own after the schema change:\n\n```sql\n' +
      "UPDATE books SET language = 'en' WHERE id BETWEEN 1 AND 10000 AND language IS NULL;\n" +
      "UPDATE books SET language = 'en' WHERE id BETWEEN 10001 AND 20000 AND language IS NULL;\n```",
    references: ['https://www.postgresql.org/docs/current/sql-update.html'],
  },
  options: z.strictObject({}),
  messages: {
    changesAll: 'UPDATE {table} has no WHERE: it overwrites {columns} in every row.',
    alwaysTrue: 'The WHERE of UPDATE {table} is true for every row: it overwrites {columns} in all of them.',
    fillsAll: 'UPDATE {table} fills {columns} in every row of the table in one transaction.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key, language text);',
      sql: "update books set language = 'en';",
      reports: ['changesAll'],
    },
    { sql: 'update books set price = 0 where true;', alone: true, reports: ['alwaysTrue'] },
    {
      given: 'create table books (id bigint primary key);',
      sql: "alter table books add column language text; update books set language = 'en';",
      reports: ['fillsAll'],
      because: 'No value is lost, but every row is locked and written anew.',
    },
    { sql: "update books set language = 'en' where language is null;", alone: true, reports: [] },
    {
      sql: 'create table books (id bigint, price int); insert into books values (1, 2); update books set price = 0;',
      reports: [],
      because: 'The migration changes what it put there itself.',
    },
  ],
  check: {
    *update(op, { catalog }) {
      if (op.filter === 'condition' || !mustHaveBeenThere(catalog, op.table)) return;
      const data = { table: formatName(op.table), columns: listText(op.columns) };
      const subject = formatQualified(catalog.resolve(op.table));
      const place = { at: op.span, subject, workaround: inBatches(op) };
      if (fillsNewColumns(op, catalog)) yield { message: 'fillsAll', data, severity: 'warning', ...place };
      else yield { message: op.filter === 'none' ? 'changesAll' : 'alwaysTrue', data, ...place };
    },
  },
});

const fillsNewColumns = ({ table, columns }: Update, catalog: Catalog): boolean =>
  columns.length > 0 && columns.every((column) => columnNamed(catalog, table, column)?.unit === catalog.unit);

function inBatches({ table, columns }: Update): string {
  const changes = columns.map((column) => `${quoteIdentifier(column)} = …`).join(', ');
  const update = `UPDATE ${quoteName(table)} SET ${changes} WHERE id BETWEEN`;
  return (
    'Change the rows in batches that commit, in a step of its own after the schema change:\n\n' +
    `\`\`\`sql\n${update} 1 AND 10000;\n${update} 10001 AND 20000;\n\`\`\`\n\n` +
    'If every row of a small table has to change, say so: `-- pgairlock-disable-next-line update-without-where -- <why>`.'
  );
}
