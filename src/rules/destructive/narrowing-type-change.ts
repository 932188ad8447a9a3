import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { columnNamed, columnWasThereBefore, relationNamed } from '../../catalog/existing.js';
import { provedLength, provedRange } from '../../catalog/proved-bounds.js';
import { formatName, formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { ownValue } from '../../core/own-value.js';
import { isNarrowing } from '../../effects/narrowing.js';
import { plainType } from '../../effects/type-facts.js';
import { defineRule } from '../../engine/rule.js';
import type { TypeName } from '../../sql/expression.js';
import { formatType } from '../../sql/format-type.js';
import type { AlterColumnType } from '../../sql/operation.js';

export default defineRule({
  id: 'narrowing-type-change',
  category: 'destructive',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not change a column to a type that cannot hold all old values.',
    condition:
      '`ALTER COLUMN … TYPE` to a type that holds less than the one before: a shorter or first length of varchar or char, a ' +
      'smaller integer, fewer digits of numeric, timestamptz or timestamp to date, fewer fractional seconds, double ' +
      'precision to real; also jsonb to json, which holds all values and cannot compare them. Not on a table or column that the same migration created, not where the old type ' +
      'is not known, and not where a valid CHECK shows that the values fit.',
    effect:
      'The statement fails on the first value that does not fit, or it keeps only what fits: it rounds numbers and seconds, ' +
      'and cuts off times, without a word.',
    workaround:
      'Prove first that all values fit, without blocking anybody, then change the type:\n\n```sql\n' +
      'ALTER TABLE books ADD CONSTRAINT isbn_fits CHECK (length(isbn) <= 13) NOT VALID;\n```\n\n' +
      '```sql\nALTER TABLE books VALIDATE CONSTRAINT isbn_fits;\n```\n\nOr leave the type as it is and keep the CHECK.',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ALTER-COLUMN-TYPE'],
  },
  options: z.strictObject({}),
  messages: {
    losesEquality:
      'Changing {column} of {table} from jsonb to json: json has no equality, so that DISTINCT, GROUP BY and UNION over it fail.',
    losesValues: 'Changing {column} of {table} from {from} to {to}: not every {from} fits into {to}.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key, isbn varchar(20), price numeric(10,2));',
      sql: 'alter table books alter column isbn type varchar(13);',
      reports: ['losesValues'],
    },
    {
      given: 'create table books (id bigint primary key, lent_at timestamptz, price numeric(10,2));',
      sql: 'alter table books alter column id type int, alter column lent_at type date, alter column price type numeric(8,1);',
      reports: ['losesValues', 'losesValues', 'losesValues'],
    },
    {
      given: 'create table books (isbn varchar(13), price numeric(10,2), pages int);',
      sql: 'alter table books alter column isbn type text, alter column price type numeric(12,2), alter column pages type bigint;',
      reports: [],
      because: 'Every old value fits.',
    },
    {
      given: [
        'create table books (isbn text);',
        'alter table books add constraint isbn_fits check (length(isbn) <= 13) not valid;',
        'alter table books validate constraint isbn_fits;',
      ],
      sql: 'alter table books alter column isbn type varchar(13);',
      reports: [],
      because: 'The valid CHECK shows that all values fit.',
    },
    {
      given: 'create table books (details jsonb, notes json);',
      sql: 'alter table books alter column details type json, alter column notes type jsonb;',
      reports: ['losesEquality'],
    },
    { sql: 'create table books (isbn text); alter table books alter column isbn type varchar(13);', reports: [] },
    {
      sql: 'alter table books alter column isbn type varchar(13);',
      alone: true,
      reports: [],
      because: 'The old type is not known.',
    },
  ],
  check: {
    *alterColumnType(op, { catalog }) {
      const from = columnNamed(catalog, op.table, op.column)?.type;
      if (from === undefined || !columnWasThereBefore(catalog, op.table, op.column)) return;
      const [before, after] = [plainType(from, catalog), plainType(op.type, catalog)];
      const data = { column: op.column, table: formatName(op.table), from: formatType(from), to: formatType(op.type) };
      const place = { at: op.span, subject: `${formatQualified(catalog.resolve(op.table))}.${op.column}` };
      if (before.name === 'jsonb' && after.name === 'json') {
        yield {
          message: 'losesEquality',
          data,
          ...place,
          workaround: `Leave ${op.column} as jsonb, unless the exact text, its spaces and its repeated keys must be kept from now on.`,
        };
        return;
      }
      if (isNarrowing(before, after) !== 'yes') return;
      if (isProved(op, after, catalog)) return;
      yield {
        message: 'losesValues',
        data,
        ...place,
        workaround: proveFirst(op, after),
      };
    },
  },
});

const integerLimits: Readonly<Record<string, readonly [number, number]>> = {
  int2: [-32768, 32767],
  int4: [-2147483648, 2147483647],
};

function isProved({ table, column }: AlterColumnType, to: TypeName, catalog: Catalog): boolean {
  const relation = relationNamed(catalog, table);
  if (relation === undefined) return false;
  const limits = ownValue(integerLimits, to.name);
  if (limits) {
    const { least, most } = provedRange(relation, column);
    return least >= limits[0] && most <= limits[1];
  }
  const length = lengthLimit(to);
  return length !== undefined && provedLength(relation, column).most <= length;
}

const lengthLimit = ({ name, modifiers }: TypeName): number | undefined =>
  name === 'varchar' || name === 'bpchar' ? modifiers[0] : undefined;

/** A condition that holds where the value fits, for the types that have a short one. */
function fitCondition(column: string, to: TypeName): string | undefined {
  const limits = ownValue(integerLimits, to.name);
  if (limits) return `${column} BETWEEN ${limits[0]} AND ${limits[1]}`;
  const length = lengthLimit(to);
  if (length !== undefined) return `length(${column}) <= ${length}`;
  return to.name === 'date' ? `${column} = date_trunc('day', ${column})` : undefined;
}

function proveFirst({ table, column, type }: AlterColumnType, to: TypeName): string {
  const [name, quoted] = [quoteName(table), quoteIdentifier(column)];
  const condition = fitCondition(quoted, to);
  if (condition === undefined) {
    return (
      'Keep the old values until it is sure that nobody needs them: fill a new column and switch to it.\n\n' +
      `\`\`\`sql\nALTER TABLE ${name} ADD COLUMN ${quoteIdentifier(`${column}_new`)} ${formatType(type)};\n\`\`\``
    );
  }
  const constraint = quoteIdentifier(`${column}_fits`);
  return (
    'Prove first that all values fit, in two migrations:\n\n' +
    `\`\`\`sql\nALTER TABLE ${name} ADD CONSTRAINT ${constraint} CHECK (${condition}) NOT VALID;\n\`\`\`\n\n` +
    `\`\`\`sql\nALTER TABLE ${name} VALIDATE CONSTRAINT ${constraint};\n\`\`\`\n\n` +
    'Then change the type, or leave it as it is and keep the CHECK.'
  );
}
