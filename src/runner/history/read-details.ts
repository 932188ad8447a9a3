import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { installedVersion } from './install/install-history.js';
import type { HistorySchema } from './schema-name.js';

const detail = z.object({
  migration: z.string(),
  /** ISO 8601, UTC: when it was last applied, or tried. */
  at: z.string(),
  by: z.string(),
  /** Absent where nothing was run. */
  durationMs: z.number().nullable(),
  rolledBackAt: z.string().nullable(),
  rolledBackBy: z.string().nullable(),
  reason: z.string().nullable(),
  notes: z.string().nullable(),
  adopted: z.boolean(),
  /** The tool that applied it, where it was adopted of one. */
  adoptedFrom: z.string().nullable(),
  /** The last failure, of either direction. */
  error: z.object({ sqlstate: z.string(), message: z.string(), direction: z.enum(['up', 'down']) }).nullable(),
});

/** What the history says of a migration beside what decides plans. */
export type HistoryDetail = Readonly<z.infer<typeof detail>>;

/** By migration. Empty where no history is installed. */
export async function readDetails(
  database: Database,
  schema: HistorySchema,
): Promise<ReadonlyMap<string, HistoryDetail>> {
  if ((await installedVersion(database, schema)) === 0) return new Map();
  const [row] = await database.query(detailsQuery(schema));
  const details = z.array(detail).parse(JSON.parse(row?.details ?? '[]'));
  return new Map(details.map((one) => [one.migration, one]));
}

/** An instant as ISO 8601, whatever the session's settings are. */
export const isoText = (instant: string): string =>
  `pg_catalog.to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const detailsQuery = ({ identifier: s }: HistorySchema): string => `
  SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
    'migration', h.migration_name, 'at', ${isoText('h.applied_at')}, 'by', h.applied_by,
    'durationMs', h.execution_time_ms, 'rolledBackAt', ${isoText('h.rollback_at')}, 'rolledBackBy', h.rollback_by,
    'reason', h.reason, 'notes', h.notes, 'adopted', coalesce((h.metadata ->> 'adopted')::boolean, false),
    'adoptedFrom', h.metadata ->> 'adopted_from',
    'error', (SELECT pg_catalog.json_build_object('sqlstate', e.sqlstate, 'message', e.message, 'direction', e.direction)
              FROM ${s}.migration_errors AS e WHERE e.migration_name = h.migration_name ORDER BY e.id DESC LIMIT 1))) AS details
  FROM ${s}.migration_history AS h`;
