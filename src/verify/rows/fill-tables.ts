import type { Database } from '../../database/database.js';
import { withFixedSettings } from '../../database/introspection/fixed-settings.js';
import { fillOrder } from './fill-order.js';
import { fillBlock, insertRows } from './insert-rows.js';
import { type FillTable, readTables, type TableScope } from './read-tables.js';

export interface FillOptions extends TableScope {
  /** Default: 3. */
  readonly rowsPerTable?: number | undefined;
}

export interface FillResult {
  /** The names of the tables that were empty and have rows now. */
  readonly filled: readonly string[];
  readonly notFilled: readonly { readonly table: string; readonly reason: string }[];
}

/**
 * Writes a few rows into every table that is empty, right by type, NOT NULL, keys, foreign keys and the checks that can be
 * read. Triggers do not fire. The session must be of a superuser and in a transaction, to which the settings are local.
 * @throws DatabaseError
 */
export async function fillTables(database: Database, options: FillOptions = {}): Promise<FillResult> {
  const tables = fillOrder(await withFixedSettings(database, () => readTables(database, options)));
  const texts = tables.map((table) => ({
    table,
    all: insertRows(table, options.rowsPerTable ?? 3),
    one: insertRows(table, 1),
  }));
  const hopeless = texts.flatMap(({ table, all: { reason } }) =>
    reason === undefined ? [] : [{ table: table.name, reason }],
  );
  const inserts = texts.flatMap(({ table, all, one }) =>
    all.sql === undefined || one.sql === undefined ? [] : [{ table, all: all.sql, one: one.sql }],
  );
  const { filled, refused } = inserts.length === 0 ? { filled: [], refused: [] } : await run(database, inserts);
  return { filled, notFilled: [...hopeless, ...refused] };
}

async function run(
  database: Database,
  inserts: readonly { readonly table: FillTable; readonly all: string; readonly one: string }[],
): Promise<{ readonly filled: readonly string[]; readonly refused: FillResult['notFilled'] }> {
  const tried = new Set<string>();
  const refused = new Map<string, string>();
  const forget = database.onNotice(({ message, detail, hint }) => {
    if (detail !== undefined) refused.set(detail, message);
    if (hint !== undefined) tried.add(hint);
  });
  try {
    await database.query(
      "SELECT set_config('session_replication_role', 'replica', true), set_config('client_min_messages', 'notice', true)",
    );
    await database.execute(fillBlock(inserts));
  } finally {
    forget();
  }
  await database.query("SELECT set_config('session_replication_role', 'origin', true)");
  const filled = [...tried].filter((table) => !refused.has(table));
  return { filled, refused: [...refused].map(([table, reason]) => ({ table, reason })) };
}
