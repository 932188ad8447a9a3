import { quoteIdentifier, quoteLiteral } from '../../core/name.js';
import type { Database } from '../../database/database.js';
import { withFixedSettings } from '../../database/introspection/fixed-settings.js';
import { qualified } from '../../database/introspection/sql-fragments.js';
import { ownTables, type TableScope } from './read-tables.js';

/** What a table holds, whatever the order of its rows. */
export interface TableContents {
  readonly rows: number;
  /** Of the rows as a whole. */
  readonly checksum: string;
  /** Of the values of each column, by name. */
  readonly columns: ReadonlyMap<string, string>;
}

/** By the qualified name of the table. */
export type DatabaseContents = ReadonlyMap<string, TableContents>;

interface NamedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

const tablesAtOnce = 60;

/** Checksums of all rows of users' tables. @throws DatabaseError */
export async function takeContents(database: Database, scope: TableScope = {}): Promise<DatabaseContents> {
  return withFixedSettings(database, async () => {
    const tables = await tablesWithColumns(database, scope);
    const contents = new Map<string, TableContents>();
    for (let from = 0; from < tables.length; from += tablesAtOnce) {
      const part = tables.slice(from, from + tablesAtOnce);
      const rows = await database.query(part.map(checksumQuery).join(' UNION ALL '));
      for (const { number, count, checksum, columns } of rows) {
        const table = part[Number(number)];
        if (table === undefined) continue;
        const sums: readonly (string | null)[] = JSON.parse(columns ?? '[]');
        contents.set(table.name, {
          rows: Number(count),
          checksum: checksum ?? '',
          columns: new Map(table.columns.map((column, at) => [column, sums[at] ?? ''])),
        });
      }
    }
    return contents;
  });
}

async function tablesWithColumns(database: Database, scope: TableScope): Promise<readonly NamedTable[]> {
  const rows = await database.query(`SELECT ${qualified('n.nspname', 'c.relname')} AS name,
      (SELECT json_agg(attname ORDER BY attname) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ownTables(scope)} ORDER BY 1`);
  return rows.map(({ name, columns }) => ({ name: name ?? '', columns: columns ? JSON.parse(columns) : [] }));
}

function checksumQuery({ name, columns }: NamedTable, number: number): string {
  const texts = columns.map((column) => `t.${quoteIdentifier(column)}::text`);
  // Sums are the same in every order, and a value that is there twice counts twice.
  const sum = (text: string): string => `sum(hashtextextended(${text}, 0)::numeric)`;
  const each = texts.map((text) => sum(`coalesce(${text}, ${quoteLiteral('\u0001')})`)).join(', ');
  const whole = texts.length === 0 ? quoteLiteral('') : `ROW(${texts.join(', ')})::text`;
  return `SELECT ${number} AS number, count(*) AS count, ${sum(whole)}::text AS checksum, json_build_array(${each})::text AS columns FROM ONLY ${name} t`;
}
