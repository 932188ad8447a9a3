import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, wasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified, quoteIdentifier, quoteName, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Expression } from '../../sql/expression.js';
import { formatType } from '../../sql/format-type.js';
import type { AddColumn, ColumnDefinition, Operation } from '../../sql/operation.js';
import { operationsBefore } from '../../sql/script-order.js';
import { isSerial } from '../../sql/serial-types.js';

export default defineRule({
  id: 'add-required-column',
  category: 'compatibility',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'statement',
  docs: {
    summary: 'Give a new NOT NULL column a default.',
    condition:
      '`ADD COLUMN … NOT NULL` without a default, or with `DEFAULT NULL`, on a table that may hold rows, and `DROP DEFAULT` ' +
      'of a NOT NULL column that the same migration added. Not of serial, identity and generated columns, not of a domain ' +
      'with a default, not on a table that the same migration created or emptied, and not `IF NOT EXISTS` of a column that is there.',
    effect:
      'The release that still runs does not know the column, so that it can insert nothing more. Adding the column without ' +
      'a default fails as soon as the table holds one row.',
    workaround:
      'Add the column with a default, which costs no rewrite, and keep the default until all running code sets the ' +
      "column:\n\n```sql\nALTER TABLE books ADD COLUMN language text NOT NULL DEFAULT 'en';\n```\n\nWhere there is no " +
      'default that is true, add it without NOT NULL, let the code write it, fill old rows in batches, and then:\n\n' +
      '```sql\nALTER TABLE books ADD CONSTRAINT language_set CHECK (language IS NOT NULL) NOT VALID;\n```\n\n' +
      '```sql\nALTER TABLE books VALIDATE CONSTRAINT language_set;\nALTER TABLE books ALTER COLUMN language SET NOT NULL;\n' +
      'ALTER TABLE books DROP CONSTRAINT language_set;\n```',
    references: [
      'https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN',
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    ],
  },
  options: z.strictObject({}),
  messages: {
    fails: 'Column {column} of {table} is NOT NULL and has no default: adding it fails if the table holds a row.',
    losesDefault:
      'Column {column} of {table} is new and NOT NULL: without its default, code that does not know it can insert nothing.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key);',
      sql: 'alter table books add column language text not null;',
      reports: ['fails'],
    },
    { sql: 'alter table books add column language text not null default null;', alone: true, reports: ['fails'] },
    {
      given: 'create table books (id bigint primary key);',
      sql: "alter table books add column language text not null default 'en'; alter table books alter column language drop default;",
      reports: ['losesDefault'],
    },
    {
      sql: 'create table books (id bigint); insert into books values (1); alter table books add column language text not null;',
      reports: ['fails'],
      because: 'The table is new, but it holds a row.',
    },
    {
      given: 'create table books (id bigint primary key);',
      sql:
        "alter table books add column language text not null default 'en', add column shelf text, " +
        'add column number bigint generated always as identity;',
      reports: [],
      because: 'Every row has a value for each of them, or may have none.',
    },
    {
      sql: 'create table books (id bigint primary key); alter table books add column language text not null;',
      reports: [],
      because: 'The table is new and empty.',
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'delete from books; alter table books add column language text not null;',
      reports: [],
      because: 'No row is left.',
    },
    {
      given: 'create table books (id bigint primary key, language text not null);',
      sql: 'alter table books add column if not exists language text not null;',
      reports: [],
      because: 'The column is there already.',
    },
  ],
  check: {
    *addColumn(op, { catalog, script }) {
      const { column, table } = op;
      if (!isRequired(column, catalog) || catalog.mayHoldRows(table) === 'no' || catalog.relation(table) === 'absent')
        return;
      if (op.ifNotExists && columnNamed(catalog, table, column.name) !== undefined) return;
      if (isEmptied(table, catalog, operationsBefore(script, op))) return;
      yield {
        message: 'fails',
        data: { column: column.name, table: formatName(table) },
        at: op.span,
        subject: `${formatQualified(catalog.resolve(table))}.${column.name}`,
        workaround: withDefault(op),
      };
    },
    *dropDefault(op, { catalog }) {
      const column = columnNamed(catalog, op.table, op.column);
      if (column?.unit !== catalog.unit || !column.notNull || isNull(column.default)) return;
      if (!wasThereBefore(catalog, op.table)) return;
      yield {
        message: 'losesDefault',
        data: { column: op.column, table: formatName(op.table) },
        at: op.span,
        subject: `${formatQualified(catalog.resolve(op.table))}.${op.column}`,
        workaround:
          'Keep the default in this migration. When all running code sets the column, in a later one:\n\n' +
          `\`\`\`sql\nALTER TABLE ${quoteName(op.table)} ALTER COLUMN ${quoteIdentifier(op.column)} DROP DEFAULT;\n\`\`\``,
      };
    },
  },
});

/** All its rows are deleted, and none is put in again. */
function isEmptied(table: WrittenName, catalog: Catalog, before: readonly Operation[]): boolean {
  const name = formatQualified(catalog.resolve(table));
  const isHere = (other: WrittenName): boolean => formatQualified(catalog.resolve(other)) === name;
  const last = before.findLast((op) => {
    if (op.kind === 'truncate') return op.tables.some(isHere);
    return (op.kind === 'delete' || op.kind === 'insert' || op.kind === 'copy') && op.table && isHere(op.table);
  });
  if (last?.block?.conditional) return false;
  return last?.kind === 'truncate' || (last?.kind === 'delete' && last.filter !== 'condition');
}

function isRequired(column: ColumnDefinition, catalog: Catalog): boolean {
  const domain = catalog.type(column.type);
  const fromDomain = typeof domain === 'object' && domain.kind === 'domain' ? domain : undefined;
  const isNotNull =
    column.notNull || fromDomain?.notNull || column.constraints.some(({ type }) => type === 'primaryKey');
  const hasValue = column.identity !== undefined || column.generated !== undefined || isSerial(column.type);
  return isNotNull === true && !hasValue && isNull(column.default ?? fromDomain?.default);
}

/** No default and `DEFAULT NULL` are one. */
function isNull(value: Expression | undefined): boolean {
  if (value === undefined) return true;
  return value.kind === 'cast' ? isNull(value.operand) : value.kind === 'constant' && value.value === null;
}

function withDefault({ table, column }: AddColumn): string {
  const [name, quoted] = [quoteName(table), quoteIdentifier(column.name)];
  const constraint = quoteIdentifier(`${column.name}_set`);
  return (
    'Add the column with a default that is true for old rows, and keep the default until all running code sets it:\n\n' +
    `\`\`\`sql\nALTER TABLE ${name} ADD COLUMN ${quoted} ${formatType(column.type)} NOT NULL DEFAULT …;\n\`\`\`\n\n` +
    'Where there is none, add it without NOT NULL, let the code write it, fill old rows in batches, and then, in two ' +
    `migrations:\n\n\`\`\`sql\nALTER TABLE ${name} ADD CONSTRAINT ${constraint} CHECK (${quoted} IS NOT NULL) NOT VALID;\n\`\`\`\n\n` +
    `\`\`\`sql\nALTER TABLE ${name} VALIDATE CONSTRAINT ${constraint};\nALTER TABLE ${name} ALTER COLUMN ${quoted} SET NOT NULL;\n` +
    `ALTER TABLE ${name} DROP CONSTRAINT ${constraint};\n\`\`\``
  );
}
