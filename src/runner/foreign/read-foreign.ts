import { z } from 'zod';
import { quoteIdentifier } from '../../core/name.js';
import type { Database, Row } from '../../database/database.js';
import type { HistorySchema } from '../history/schema-name.js';
import type { ForeignHistory, ForeignRecord, ForeignTool } from './foreign-history.js';
import type { Columns, StateTable } from './state-table.js';
import { tablesOfChecksums } from './tables-of-checksums.js';
import { tablesOfNames } from './tables-of-names.js';
import { tablesOfVersions } from './tables-of-versions.js';

const stateTables: readonly StateTable[] = [...tablesOfVersions, ...tablesOfNames, ...tablesOfChecksums];

export interface ForeignChoice {
  /** Absent: all whose tables are there. */
  readonly tool?: ForeignTool | undefined;
  /** `name` or `schema.name`, unquoted: where the tool was told to keep its records. Needs `tool`. */
  readonly table?: string | undefined;
}

interface Found {
  readonly schema: string;
  readonly name: string;
  readonly columns: Columns;
}

/** What other tools say that they applied here. Reads only; empty where none of them was. */
export async function readForeign(
  database: Database,
  own: HistorySchema,
  choice: ForeignChoice = {},
): Promise<readonly ForeignHistory[]> {
  const tables = await findTables(database, own, choice.table);
  const wanted = stateTables.filter(({ tool }) => choice.tool === undefined || tool === choice.tool);
  const histories: ForeignHistory[] = [];
  const read = new Set<Found>();
  for (const state of wanted) {
    for (const table of tables.filter(
      (one) => !read.has(one) && isOf(state, one, tables, choice.table !== undefined),
    )) {
      read.add(table);
      histories.push(await readTable(database, state, table));
    }
  }
  return histories;
}

const named = new Set([...stateTables.map(({ name }) => name), 'ar_internal_metadata']);

/** The tables that the session may read, of the names that are asked for. */
async function findTables(
  database: Database,
  own: HistorySchema,
  table: string | undefined,
): Promise<readonly Found[]> {
  const [name = '', schema] = (table ?? '').split('.').toReversed();
  const names = table === undefined ? [...named] : [name, 'ar_internal_metadata'];
  const rows = await database.query(
    `SELECT c.table_schema AS schema, c.table_name AS name, pg_catalog.json_agg(c.column_name) AS columns
     FROM information_schema.columns AS c
     WHERE c.table_name IN (SELECT pg_catalog.json_array_elements_text($1::json)) AND c.table_schema <> $2
       AND ($3::text IS NULL OR c.table_schema = $3)
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [JSON.stringify(names), own.name, schema ?? null],
  );
  return rows.map((row) => ({
    schema: row.schema ?? '',
    name: row.name ?? '',
    columns: new Set(z.array(z.string()).parse(JSON.parse(row.columns ?? '[]'))),
  }));
}

function isOf(state: StateTable, table: Found, all: readonly Found[], renamed: boolean): boolean {
  if (renamed ? table.name === 'ar_internal_metadata' : state.name !== table.name) return false;
  if (!renamed && state.schema !== undefined && state.schema !== table.schema) return false;
  if (!state.columns.every((column) => table.columns.has(column))) return false;
  if (state.exact && table.columns.size !== state.columns.length) return false;
  const { beside } = state;
  if (renamed || beside === undefined) return true;
  return all.some((other) => other.schema === table.schema && other.name === beside.table) === beside.there;
}

async function readTable(database: Database, state: StateTable, { schema, name, columns }: Found) {
  const table = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  const rows = await database.query(state.select(table, columns));
  const records = rows.filter(({ state: outcome }) => outcome !== 'undone').map(toRecord);
  return { tool: state.tool, table, records, checksum: state.checksum };
}

const statements = z.array(z.string());

const toRecord = (row: Row): ForeignRecord => ({
  version: row.version ?? undefined,
  name: row.name ?? undefined,
  state: row.state === 'failed' ? 'failed' : 'applied',
  appliedAt: row.applied_at ?? undefined,
  checksum: row.checksum ?? undefined,
  previous: row.previous ?? undefined,
  statements: row.statements == null ? undefined : statements.parse(JSON.parse(row.statements)),
  through: row.through === 't',
});
