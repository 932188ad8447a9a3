import { type LockMode, lockModes } from '../../core/lock-mode.js';
import type { QualifiedName } from '../../core/name.js';
import type { Database } from '../../database/database.js';

/** A relation of users, as the server has it at one moment. */
export interface LiveRelation {
  readonly name: QualifiedName;
  /** As `pg_class.relkind`: `r` table, `p` partitioned table, `i` index, `I` partitioned index, `v` view, `S` sequence, … */
  readonly kind: string;
  /** Where its rows are. `0`: it has none of its own. */
  readonly fileNode: string;
  /** Of the table, where it is an index. */
  readonly table?: string | undefined;
}

/** All relations of users by their object ids. */
export type LiveRelations = ReadonlyMap<string, LiveRelation>;

/** The modes in which this session holds each relation, by object id. */
export type HeldLocks = ReadonlyMap<string, ReadonlySet<LockMode>>;

/** Names are looked up in pg_catalog first, whatever the search_path is. */
const relationsQuery = `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
    c.relfilenode::text AS file_node, i.indrelid::text AS indexed
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'`;

export async function readRelations(database: Database): Promise<LiveRelations> {
  const rows = await database.query(relationsQuery);
  return new Map(
    rows.map(({ oid, schema, name, kind, file_node, indexed }) => [
      oid ?? '',
      {
        name: { schema: schema ?? '', name: name ?? '' },
        kind: kind ?? '',
        fileNode: file_node ?? '0',
        table: indexed ?? undefined,
      },
    ]),
  );
}

const locksQuery = `SELECT l.relation::text AS oid, l.mode AS mode FROM pg_catalog.pg_locks l
  WHERE l.locktype = 'relation' AND l.granted AND l.pid = pg_catalog.pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`;

export async function readLocks(database: Database): Promise<HeldLocks> {
  const held = new Map<string, Set<LockMode>>();
  for (const { oid, mode } of await database.query(locksQuery)) {
    const written = toLockMode(mode ?? '');
    if (!oid || written === undefined) continue;
    held.set(oid, (held.get(oid) ?? new Set<LockMode>()).add(written));
  }
  return held;
}

/** `ShareRowExclusiveLock` → `SHARE ROW EXCLUSIVE`. */
const toLockMode = (name: string): LockMode | undefined => byServerName.get(name);

const byServerName: ReadonlyMap<string, LockMode> = new Map(
  lockModes.map((mode) => [
    `${mode.toLowerCase().replace(/(?:^| )(.)/g, (_, letter: string) => letter.toUpperCase())}Lock`,
    mode,
  ]),
);
