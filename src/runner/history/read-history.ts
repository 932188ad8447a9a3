import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { HistoryEntry } from './history-entry.js';
import { installedVersion } from './install/install-history.js';
import type { HistorySchema } from './schema-name.js';

const journalled = z.object({
  index: z.number(),
  sql: z
    .string()
    .nullable()
    .transform((sql) => sql ?? ''),
});

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
    undone: z.array(journalled),
    begun: journalled
      .extend({ indexesBefore: z.array(z.string()) })
      .nullable()
      .transform((begun) => begun ?? undefined),
    interrupted: z.boolean(),
  }),
);

/** All that is recorded, in the order of the rows. Nothing where no history is installed: a dry run makes none. */
export async function readHistory(database: Database, schema: HistorySchema): Promise<readonly HistoryEntry[]> {
  if ((await installedVersion(database, schema)) === 0) return [];
  const [row] = await database.query(historyQuery(schema));
  return entries.parse(JSON.parse(row?.history ?? '[]'));
}

/**
 * One JSON value, which no setting of the session can change. The journal of a migration are its events since it last came to
 * an end, or was begun anew.
 */
const historyQuery = ({ identifier: s }: HistorySchema): string => `
  WITH journal AS (
    SELECT e.* FROM ${s}.migration_events AS e
    WHERE e.event IN ('begun', 'statement', 'failed', 'repaired') AND e.id > coalesce((
      SELECT pg_catalog.max(b.id) FROM ${s}.migration_events AS b WHERE b.migration_name = e.migration_name
        AND (b.event IN ('started', 'applied', 'rolled_back') OR b.detail ->> 'closes' = 'true')), 0)
  ), ends AS (
    SELECT DISTINCT ON (j.migration_name) j.* FROM journal AS j ORDER BY j.migration_name, j.id DESC
  )
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
    'name', h.migration_name, 'version', h.migration_version, 'order', h.id, 'batch', h.batch, 'status', h.status,
    'checksum', h.checksum, 'rollbackSql', h.rollback_sql, 'reason', h.reason,
    'journalled', coalesce((h.metadata ->> 'journalled')::boolean, false),
    'dependencies', ARRAY(
      SELECT d.depends_on FROM ${s}.migration_dependencies AS d WHERE d.migration_name = h.migration_name ORDER BY 1),
    'done', ARRAY(
      SELECT j.statement_index FROM journal AS j
      WHERE j.migration_name = h.migration_name AND j.event = 'statement' AND h.status = 'failed' ORDER BY j.id),
    'undone', coalesce((
      SELECT pg_catalog.json_agg(pg_catalog.json_build_object('index', j.statement_index, 'sql', j.statement) ORDER BY j.id)
      FROM journal AS j
      WHERE j.migration_name = h.migration_name AND j.event = 'statement' AND h.status = 'applied'), '[]'),
    'begun', CASE WHEN e.event = 'begun' THEN pg_catalog.json_build_object(
      'index', e.statement_index, 'sql', e.statement, 'indexesBefore', coalesce(e.detail -> 'indexes_before', '[]')) END,
    'interrupted', h.status <> 'rolled_back' AND e.event IS DISTINCT FROM 'failed'
      AND (h.status = 'failed' OR e.event IS NOT NULL)) ORDER BY h.id) AS history
  FROM ${s}.migration_history AS h LEFT JOIN ends AS e ON e.migration_name = h.migration_name`;
