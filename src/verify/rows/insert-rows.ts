import { quoteIdentifier, quoteLiteral } from '../../core/name.js';
import { columnValue } from './column-value.js';
import type { FillColumn, FillTable, ForeignKey } from './read-tables.js';

export interface InsertText {
  readonly sql?: string | undefined;
  /** Why no row can be written. */
  readonly reason?: string | undefined;
}

/** INSERT of so many rows into a table, numbered from 1. */
export function insertRows(table: FillTable, count: number): InsertText {
  const columns = table.columns.filter(({ generated }) => !generated);
  const rows = Array.from({ length: count }, (_, index) => columns.map((column) => valueFor(column, table, index + 1)));
  const at = rows[0]?.indexOf(undefined) ?? -1;
  const unknown = columns[at];
  if (unknown !== undefined) {
    return { reason: `no value is known for ${unknown.name}, which is NOT NULL and of the type ${unknown.type}` };
  }
  if (columns.length === 0) return { sql: `INSERT INTO ${table.name} DEFAULT VALUES` };
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const values = rows.map((row) => `(${row.join(', ')})`).join(', ');
  return { sql: `INSERT INTO ${table.name} (${names}) OVERRIDING SYSTEM VALUE VALUES ${values}` };
}

function valueFor(column: FillColumn, table: FillTable, row: number): string | undefined {
  const inKey = table.uniqueKeys.some((key) => key.includes(column.name));
  const key = table.foreignKeys.find(({ columns }) => columns.includes(column.name));
  if (key !== undefined) return referenced(column, key, table, inKey ? row : 1);
  const bound = boundValue(column, table);
  if (bound !== undefined) return bound;
  if (column.hasDefault && !inKey) return 'DEFAULT';
  return columnValue(column, table, row) ?? (column.notNull ? undefined : 'NULL');
}

/** The key of a row that is there. A table that refers to itself has none yet: then NULL, or its own key. */
function referenced(column: FillColumn, key: ForeignKey, table: FillTable, row: number): string | undefined {
  const target = key.targetColumns[key.columns.indexOf(column.name)] ?? '';
  if (key.target === table.name) {
    if (!column.notNull) return 'NULL';
    const own = table.columns.find(({ name }) => name === target);
    return own === undefined ? undefined : columnValue(own, table, row);
  }
  return `(SELECT t.${quoteIdentifier(target)} FROM ${key.target} t ORDER BY t.ctid OFFSET ${row - 1} LIMIT 1)`;
}

/** The least value that a partition by one column takes. */
function boundValue(column: FillColumn, { partitionBounds, partitionKey }: FillTable): string | undefined {
  const name = /^(?:RANGE|LIST) \(([^,()]+)\)$/.exec(partitionKey ?? '')?.[1];
  if (name === undefined || name !== quoteIdentifier(column.name)) return undefined;
  const value = /^FOR VALUES (?:FROM|IN) \(('(?:[^']|'')*'|-?[\d.]+|true|false)/.exec(partitionBounds ?? '')?.[1];
  return value === undefined ? undefined : `CAST(${value} AS ${column.type})`;
}

/** A block that tries the rows, then only one of them, and says as a notice what the server refuses. */
export function fillBlock(
  inserts: readonly { readonly table: FillTable; readonly all: string; readonly one: string }[],
): string {
  const blocks = inserts.map(
    ({ table, all, one }) => `
  IF NOT EXISTS (SELECT FROM ${table.name}) THEN
    BEGIN ${all};
    EXCEPTION WHEN OTHERS THEN
      BEGIN ${one};
      EXCEPTION WHEN OTHERS THEN RAISE NOTICE USING MESSAGE = SQLERRM, DETAIL = ${quoteLiteral(table.name)}; END;
    END;
    RAISE NOTICE USING MESSAGE = 'filled', HINT = ${quoteLiteral(table.name)};
  END IF;`,
  );
  return `DO ${quoteLiteral(`BEGIN${blocks.join('')}\nEND`)}`;
}
