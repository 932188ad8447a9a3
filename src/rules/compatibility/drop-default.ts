import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, columnWasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { DropDefault, Operation } from '../../sql/operation.js';
import { operationsAfter } from '../../sql/script-order.js';

const given = "create table books (id bigint primary key, language text not null default 'en', note text default '');";

export default defineRule({
  id: 'drop-default',
  category: 'compatibility',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Drop the default of a NOT NULL column only when all code sets the column.',
    condition:
      '`DROP DEFAULT` of a NOT NULL column that existed before the migration and has a default. Not where the same ' +
      'migration gives it another default, makes it an identity column, lets it be NULL or drops it. Of a column that the ' +
      'migration added `add-required-column` speaks.',
    effect: 'The release that still runs may leave the column out: its INSERTs then fail, because there is no value.',
    workaround:
      'Deploy code that sets the column in every INSERT, and drop the default in a later release:\n\n' +
      '```sql\nALTER TABLE books ALTER COLUMN language DROP DEFAULT;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT'],
  },
  options: z.strictObject({}),
  messages: {
    fails: 'Without its default, an INSERT into {table} that leaves {column} out fails, for it is NOT NULL.',
  },
  examples: [
    { given, sql: 'alter table books alter column language drop default;', reports: ['fails'] },
    {
      given: 'create table books (number serial, title text);',
      sql: 'alter table books alter column number drop default;',
      reports: ['fails'],
    },
    {
      given,
      sql: 'alter table books alter column note drop default;',
      reports: [],
      because: 'It may be NULL.',
    },
    {
      given,
      sql:
        'alter table books alter language drop default; alter table books alter language type varchar(8); ' +
        "alter table books alter language set default 'en';",
      reports: [],
      because: 'It has a default again.',
    },
    { given, sql: 'alter table books alter language drop default, alter language drop not null;', reports: [] },
    {
      given,
      sql: 'alter table books alter column id drop default;',
      reports: [],
      because: 'There is none.',
    },
  ],
  check: {
    *dropDefault(op, { catalog, script }) {
      const column = columnNamed(catalog, op.table, op.column);
      if (!column?.notNull || !columnWasThereBefore(catalog, op.table, op.column)) return;
      if (column.default === undefined && !column.serial) return;
      if (operationsAfter(script, op).some((later) => isAnswer(later, op, catalog))) return;
      const [table, subject] = [formatName(op.table), formatQualified(catalog.resolve(op.table))];
      const statement = `ALTER TABLE ${quoteName(op.table)} ALTER COLUMN ${quoteIdentifier(op.column)} DROP DEFAULT;`;
      yield {
        message: 'fails',
        data: { table, column: op.column },
        at: op.span,
        subject: `${subject}.${op.column}`,
        workaround: `When all running code sets the column, in a later release:\n\n\`\`\`sql\n${statement}\n\`\`\``,
      };
    },
  },
});

function isAnswer(later: Operation, op: DropDefault, catalog: Catalog): boolean {
  switch (later.kind) {
    case 'setDefault':
    case 'addIdentity':
    case 'dropNotNull':
    case 'dropColumn':
      return (
        later.column === op.column &&
        formatQualified(catalog.resolve(later.table)) === formatQualified(catalog.resolve(op.table))
      );
    case 'dropTable':
      return formatQualified(catalog.resolve(later.table)) === formatQualified(catalog.resolve(op.table));
    default:
      return false;
  }
}
