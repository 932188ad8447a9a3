import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { HistoryEntry } from './history-entry.js';
import { installedVersion } from './install/install-history.js';
import type { HistorySchema } from './schema-name.js';

const entries = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    order: z.number(),
    batch: z.number(),
    status: z.enum(['applied', 'rolled_back', 'failed']),
    checksum: z.string().nullable(),
    rollbackSql: z.string().nullable(),
    reason: z.string().nullable(),
    dependencies: z.array(z.string()),
    journalled: z.boolean(),
    done: z.array(z.number()),
  }),
);

/** All that is recorded, in the order of the rows. Nothing where no history is installed: a dry run makes none. */
export async function readHistory(database: Database, schema: HistorySchema): Promise<readonly HistoryEntry[]> {
  if ((await installedVersion(database, schema)) === 0) return [];
  const [row] = await database.query(historyQuery(schema));
  return entries.parse(JSON.parse(row?.history ?? '[]'));
}

/** One JSON value, which no setting of the session can change. */
const historyQuery = ({ identifier: s }: HistorySchema): string => `
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
    'name', h.migration_name, 'version', h.migration_version, 'order', h.id, 'batch', h.batch, 'status', h.status,
    'checksum', h.checksum, 'rollbackSql', h.rollback_sql, 'reason', h.reason,
    'journalled', coalesce((h.metadata ->> 'journalled')::boolean, false),
    'dependencies', ARRAY(
      SELECT d.depends_on FROM ${s}.migration_dependencies AS d WHERE d.migration_name = h.migration_name ORDER BY 1),
    'done', ARRAY(
      SELECT e.statement_index FROM ${s}.migration_events AS e
      WHERE e.migration_name = h.migration_name AND e.event = 'statement' AND h.status = 'failed'
        AND e.id > (SELECT pg_catalog.max(b.id) FROM ${s}.migration_events AS b
                    WHERE b.migration_name = h.migration_name AND b.event = 'started')
      ORDER BY e.id)) ORDER BY h.id) AS history
  FROM ${s}.migration_history AS h`;
