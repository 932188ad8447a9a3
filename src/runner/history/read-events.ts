import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { installedVersion } from './install/install-history.js';
import { isoText } from './read-details.js';
import type { HistorySchema } from './schema-name.js';

const line = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  migration: z.string(),
  /**
   * - `applied`, `rolled_back`, `repaired`
   * - `failed`: an up that failed
   * - `rollback_failed`: a down that failed; the migration stayed applied
   * - `unfinished`: an up that was begun and never ended: it runs now, or its program was killed
   */
  event: z.enum(['applied', 'failed', 'rolled_back', 'repaired', 'rollback_failed', 'unfinished']),
  /** Which run it was in. */
  batch: z.number().nullable(),
  /** The database's user. */
  by: z.string().nullable(),
  durationMs: z.number().nullable(),
  reason: z.string().nullable(),
  error: z
    .object({
      sqlstate: z.string(),
      message: z.string(),
      detail: z.string().nullable(),
      hint: z.string().nullable(),
      /** The statement that failed. */
      statement: z.string().nullable(),
    })
    .nullable(),
});

/** One thing that happened to one migration. */
export type HistoryLine = Readonly<z.infer<typeof line>>;

export interface EventChoice {
  /** The youngest of them. */
  readonly limit: number;
  /** An id. */
  readonly migration?: string | undefined;
}

/** What happened, youngest first. Empty where no history is installed. */
export async function readEvents(
  database: Database,
  schema: HistorySchema,
  { limit, migration }: EventChoice,
): Promise<readonly HistoryLine[]> {
  if ((await installedVersion(database, schema)) === 0) return [];
  const [row] = await database.query(eventsQuery(schema), [String(limit), migration ?? null]);
  return z.array(line).parse(JSON.parse(row?.lines ?? '[]'));
}

const error = (alias: string): string => `pg_catalog.json_build_object('sqlstate', ${alias}.sqlstate,
  'message', ${alias}.message, 'detail', ${alias}.detail, 'hint', ${alias}.hint, 'statement', ${alias}.statement)`;

/** A down that fails is shown by its error; its event ends its journal, and the migration stays as it was. */
const eventsQuery = ({ identifier: s }: HistorySchema): string => `
  WITH happened AS (
    SELECT e.happened_at, e.id, e.migration_name, e.batch, e.actor, e.detail,
           CASE WHEN e.event = 'started' THEN 'unfinished' ELSE e.event END AS event,
           CASE WHEN e.event = 'failed' THEN (
             SELECT ${error('x')} FROM ${s}.migration_errors AS x
             WHERE x.migration_name = e.migration_name AND x.direction = 'up' AND x.happened_at >= e.happened_at
             ORDER BY x.id LIMIT 1) END AS error
    FROM ${s}.migration_events AS e
    WHERE e.event IN ('applied', 'failed', 'rolled_back', 'repaired') AND e.detail ->> 'direction' IS DISTINCT FROM 'down'
       OR e.event = 'started' AND NOT EXISTS (
         SELECT FROM ${s}.migration_events AS l
         WHERE l.migration_name = e.migration_name AND l.id > e.id AND l.event NOT IN ('statement', 'begun'))
    UNION ALL
    SELECT x.happened_at, x.id, x.migration_name, NULL, NULL, '{}'::jsonb, 'rollback_failed', ${error('x')}
    FROM ${s}.migration_errors AS x WHERE x.direction = 'down'
  ), chosen AS (
    SELECT * FROM happened AS h WHERE $2::text IS NULL OR h.migration_name = $2
    ORDER BY h.happened_at DESC, h.id DESC LIMIT $1::int
  )
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
    'at', ${isoText('c.happened_at')}, 'migration', c.migration_name, 'event', c.event, 'batch', c.batch, 'by', c.actor,
    'durationMs', (c.detail ->> 'execution_time_ms')::bigint, 'reason', c.detail ->> 'reason', 'error', c.error)
    ORDER BY c.happened_at DESC, c.id DESC) AS lines
  FROM chosen AS c`;
