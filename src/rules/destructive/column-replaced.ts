import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, columnWasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified, quoteIdentifier, quoteName, type WrittenName } from '../../core/name.js';
import { isSameType } from '../../effects/type-facts.js';
import { defineRule } from '../../engine/rule.js';
import { type Expression, walk } from '../../sql/expression.js';
import { formatType } from '../../sql/format-type.js';
import type { AddColumn, DropColumn } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsOf } from '../../sql/script-order.js';

const given = 'create table books (id bigint primary key, titel text, pages int);';

export default defineRule({
  id: 'column-replaced',
  category: 'destructive',
  // It stands in for drop-column, which is one.
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Rename or alter a column instead of dropping it and adding another.',
    condition:
      'One migration drops a column and adds one to the same table that has the same type, or the same name. Tools that ' +
      'compare two schemas write this for a rename. Of the same type only where there is just one such pair. Not where an UPDATE of the same ' +
      'migration fills the new column or reads the old one, where another column takes the name of the old one, where all rows are deleted first, not of ids whose names have no word in common, not of generated and identity columns, and not of columns that the migration ' +
      'added itself.',
    effect: 'The new column is empty: the values of the old one are lost, though they were perhaps meant to stay.',
    workaround:
      'If it is a rename, say so. No value is lost (`rename-column` tells how running code gets over it):\n\n' +
      '```sql\nALTER TABLE books RENAME COLUMN titel TO title;\n```\n\n' +
      'If only the type changes, change the type:\n\n```sql\nALTER TABLE books ALTER COLUMN pages TYPE bigint;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-RENAMING-COLUMN'],
  },
  options: z.strictObject({}),
  messages: {
    perhapsRenamed:
      'Column {added} of {table} starts out empty while {dropped}, of the same type, is dropped: if this is a rename, its values are lost.',
    madeAgain: 'Column {dropped} of {table} is dropped and added again: its values are lost.',
  },
  examples: [
    {
      given,
      sql: 'alter table books drop column titel, add column title text;',
      reports: ['perhapsRenamed'],
    },
    {
      given,
      sql: 'alter table books drop column pages; alter table books add column pages bigint;',
      reports: ['madeAgain'],
    },
    {
      given,
      sql: 'alter table books add column title text; update books set title = titel where id < 100; alter table books drop column titel;',
      reports: [],
      because: 'The values were copied before.',
    },
    {
      given,
      sql: 'alter table books add column kind text, add column words text[]; update books set words = array[titel]; alter table books drop column titel; alter table books rename column words to titel;',
      reports: [],
      because: 'The old values are in another column now.',
    },
    {
      given,
      sql: 'alter table books drop column titel, add column shelf int, add column lent_at timestamptz;',
      reports: [],
      because: 'No column of its type takes its place.',
    },
    {
      given: 'create table books (author_id bigint);',
      sql: 'alter table books drop column author_id, add column shelf_id bigint;',
      reports: [],
      because: 'An id of something else is no other name for it.',
    },
    {
      given,
      sql: 'alter table books drop column titel, add column isbn text, add column language text;',
      reports: [],
      because: 'Nobody can say which of the two would be the new name.',
    },
  ],
  check: {
    *dropColumn(op, { catalog, script }) {
      if (!columnWasThereBefore(catalog, op.table, op.column)) return;
      const added = successor(op, catalog, script);
      if (added === undefined || isFilledOrEmptied(added, catalog, script) || isKeptElsewhere(op, catalog, script))
        return;
      const data = { added: added.column.name, table: formatName(op.table), dropped: op.column };
      const place = {
        at: op.span,
        subject: `${formatQualified(catalog.resolve(op.table))}.${op.column}`,
        workaround: keepValues(op, added),
      };
      if (added.column.name === op.column) yield { message: 'madeAgain', data, ...place };
      else yield { message: 'perhapsRenamed', data, ...place };
    },
  },
});

/** The added column of the same name, or the only one of the type of the only dropped one. */
function successor(op: DropColumn, catalog: Catalog, script: Script): AddColumn | undefined {
  const table = formatQualified(catalog.resolve(op.table));
  const isHere = (other: AddColumn | DropColumn): boolean => formatQualified(catalog.resolve(other.table)) === table;
  const all = operationsOf(script);
  const added = all.filter((other) => other.kind === 'addColumn').filter((other) => isHere(other) && isPlain(other));
  const namesake = added.find(({ column }) => column.name === op.column);
  if (namesake !== undefined || added.length === 0) return namesake;
  const type = columnNamed(catalog, op.table, op.column)?.type;
  if (type === undefined) return undefined;
  const dropped = all.filter((other) => other.kind === 'dropColumn').filter(isHere);
  const rivals = dropped.filter((other) => {
    const rival = columnNamed(catalog, op.table, other.column)?.type;
    // One that is gone already may have had any type.
    return other !== op && (rival === undefined || isSameType(rival, type));
  });
  const [only, ...others] = added.filter(({ column }) => isSameType(column.type, type));
  if (only === undefined || rivals.length > 0 || others.length > 0) return undefined;
  return mayBeRename(op.column, only.column.name) ? only : undefined;
}

const isPlain = ({ column }: AddColumn): boolean => column.generated === undefined && column.identity === undefined;

/** The new column gets its values here, or there are no old ones. */
const isFilledOrEmptied = ({ table, column }: AddColumn, catalog: Catalog, script: Script): boolean => {
  const isSame = (other: WrittenName): boolean =>
    formatQualified(catalog.resolve(other)) === formatQualified(catalog.resolve(table));
  return operationsOf(script).some((op) => {
    if (op.kind === 'update') return op.columns.includes(column.name) && isSame(op.table);
    if (op.kind === 'delete') return op.filter === 'none' && isSame(op.table);
    return op.kind === 'truncate' && op.tables.some(isSame);
  });
};

/** Its values were copied to another column, or another column takes its name. */
const isKeptElsewhere = ({ table, column }: DropColumn, catalog: Catalog, script: Script): boolean => {
  const isSame = (other: WrittenName): boolean =>
    formatQualified(catalog.resolve(other)) === formatQualified(catalog.resolve(table));
  return operationsOf(script).some((op) => {
    if (op.kind === 'renameColumn') return op.to === column && isSame(op.table);
    return op.kind === 'update' && isSame(op.table) && op.expressions.some((part) => namesColumn(part, column));
  });
};

const namesColumn = (expression: Expression, column: string): boolean =>
  [...walk(expression)].some((part) => part.kind === 'column' && part.path.at(-1) === column);

const wordsOf = (name: string): readonly string[] =>
  name
    .split(/_|(?<=[a-z])(?=[A-Z])/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== 'id' && word !== 'fk');

const isKey = (name: string): boolean => /^fk_|_id$|[a-z]Id$|ID$/.test(name);

/** Keys that share no word in their names point to different things. */
const mayBeRename = (from: string, to: string): boolean =>
  (!isKey(from) && !isKey(to)) || wordsOf(from).some((word) => wordsOf(to).includes(word));

function keepValues({ table, column }: DropColumn, added: AddColumn): string {
  const [name, old] = [quoteName(table), quoteIdentifier(column)];
  return added.column.name === column
    ? `Change the column in place:\n\n\`\`\`sql\nALTER TABLE ${name} ALTER COLUMN ${old} TYPE ${formatType(added.column.type)};\n\`\`\``
    : `If it is a rename, say so:\n\n\`\`\`sql\nALTER TABLE ${name} RENAME COLUMN ${old} TO ${quoteIdentifier(added.column.name)};\n\`\`\`\n\nIf it is none, drop the old column in a migration of a later release, when no code names it any more.`;
}
