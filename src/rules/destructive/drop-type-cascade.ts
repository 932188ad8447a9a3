import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import type { Relation } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName, quoteIdentifier, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { DropObject } from '../../sql/operation.js';

export default defineRule({
  id: 'drop-type-cascade',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not drop types, domains or extensions with CASCADE.',
    condition:
      '`DROP TYPE`, `DROP DOMAIN` or `DROP EXTENSION` with `CASCADE`, of one that existed before the migration. Not of one ' +
      'that the same migration created, and not `IF EXISTS` of one that does not exist. Where the whole history is known and ' +
      'no column uses the type, it is only a warning.',
    effect:
      'The columns of that type are dropped with all their values, and so are functions that take or return it. PostgreSQL ' +
      'only writes a NOTICE about them, and holds ACCESS EXCLUSIVE on the tables to the end of the transaction.',
    workaround:
      'Give the columns another type first, then drop the type without CASCADE:\n\n```sql\n' +
      'ALTER TABLE books ALTER COLUMN format TYPE text;\nDROP TYPE book_format;\n```',
    references: [
      'https://www.postgresql.org/docs/current/sql-droptype.html',
      'https://www.postgresql.org/docs/current/ddl-depend.html',
    ],
  },
  options: z.strictObject({}),
  messages: {
    dropsColumns: 'Dropping {type} {name} with CASCADE drops {columns} with all values.',
    mayDropColumns: 'Dropping {type} {name} with CASCADE drops every column that uses it, with all values.',
    noColumns: 'No column uses {type} {name}, but CASCADE also drops the functions that take or return it, unseen.',
  },
  examples: [
    {
      given: [
        "create type book_format as enum ('paper', 'audio');",
        'create table books (id bigint primary key, format book_format);',
      ],
      sql: 'drop type book_format cascade;',
      reports: ['dropsColumns'],
    },
    {
      given: "create type book_format as enum ('paper', 'audio'); create table books (id bigint primary key);",
      sql: 'drop type book_format cascade;',
      reports: ['noColumns'],
    },
    { sql: 'drop domain if exists isbn cascade;', alone: true, reports: ['mayDropColumns'] },
    {
      given: 'create extension hstore;',
      sql: 'drop extension hstore cascade;',
      reports: ['mayDropColumns'],
    },
    {
      given: "create type book_format as enum ('paper', 'audio');",
      sql: 'drop type book_format;',
      reports: [],
      because: 'Without CASCADE the server refuses where a column uses the type.',
    },
    { sql: "create type scratch as enum ('a'); drop type scratch cascade;", reports: [] },
    { sql: 'drop type if exists book_format cascade;', reports: [], because: 'The history shows no such type.' },
  ],
  check: {
    *dropObject(op, { catalog, project }) {
      if (!op.cascade || !wasThere(op, catalog)) return;
      const columns = columnsOf(op, catalog);
      const data = { type: op.objectType, name: formatName(op.object) };
      const place = {
        at: op.span,
        subject: `${op.objectType} ${quoteName(op.object)}`,
        workaround: convertFirst(op, columns),
      };
      const isKnown = project.complete && op.objectType !== 'extension' && typeof catalog.type(op.object) !== 'string';
      if (columns.length === 0 && isKnown) yield { message: 'noColumns', data, severity: 'warning', ...place };
      else if (columns.length === 0) yield { message: 'mayDropColumns', data, ...place };
      else {
        const names = columns.map(({ table, column }) => `${formatName(table.name)}.${column}`);
        yield { message: 'dropsColumns', data: { ...data, columns: listText(names) }, ...place };
      }
    },
  },
});

/** False for all that is no type, domain or extension. */
function wasThere({ objectType, object }: DropObject, catalog: Catalog): boolean {
  if (objectType !== 'type' && objectType !== 'domain' && objectType !== 'extension') return false;
  const found = objectType === 'extension' ? catalog.extension(object.name) : catalog.type(object);
  if (found === 'absent') return false;
  return found === 'unknown' || found.unit !== catalog.unit;
}

const columnsOf = ({ objectType, object }: DropObject, catalog: Catalog): readonly ColumnUse[] => {
  const found = objectType === 'extension' ? 'unknown' : catalog.type(object);
  return typeof found === 'string' ? [] : catalog.usersOfType(found.name);
};

interface ColumnUse {
  readonly table: Relation;
  readonly column: string;
}

function convertFirst({ objectType, object }: DropObject, columns: readonly ColumnUse[]): string {
  const isExtension = objectType === 'extension';
  const conversions = columns.map(
    ({ table, column }) => `ALTER TABLE ${quoteName(table.name)} ALTER COLUMN ${quoteIdentifier(column)} TYPE text;\n`,
  );
  const name = isExtension ? quoteIdentifier(object.name) : quoteName(object);
  return (
    `Give the columns that use ${isExtension ? 'its types' : 'it'} another type first, then drop it without CASCADE, so ` +
    `that the server refuses where one was forgotten:\n\n\`\`\`sql\n${conversions.join('')}DROP ${objectType.toUpperCase()} ${name};\n\`\`\``
  );
}
