import type { HistorySchema } from '../schema-name.js';

/** One row a migration, and what belongs to it. */
export const tables = ({ identifier: s }: HistorySchema): readonly string[] => [
  `CREATE TABLE ${s}.migration_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration_name text NOT NULL UNIQUE CHECK (migration_name <> ''),
    migration_version text NOT NULL,
    batch integer NOT NULL CHECK (batch > 0),
    status text NOT NULL CHECK (status IN ('applied', 'rolled_back', 'failed')),
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    applied_by text NOT NULL DEFAULT session_user,
    execution_time_ms bigint CHECK (execution_time_ms >= 0),
    checksum text,
    rollback_sql text,
    rollback_at timestamptz,
    rollback_by text,
    reason text,
    notes text,
    metadata jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object')
  )`,
  `CREATE INDEX migration_history_batch_idx ON ${s}.migration_history (batch)`,
  `CREATE TABLE ${s}.migration_dependencies (
    migration_name text NOT NULL REFERENCES ${s}.migration_history (migration_name) ON DELETE CASCADE,
    depends_on text NOT NULL,
    PRIMARY KEY (migration_name, depends_on),
    CHECK (migration_name <> depends_on)
  )`,
  `CREATE INDEX migration_dependencies_depends_on_idx ON ${s}.migration_dependencies (depends_on)`,
  `CREATE TABLE ${s}.migration_errors (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    migration_name text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('up', 'down')),
    sqlstate text NOT NULL,
    message text NOT NULL,
    detail text,
    hint text,
    context text,
    statement_index integer,
    statement text
  )`,
  `CREATE INDEX migration_errors_migration_name_idx ON ${s}.migration_errors (migration_name)`,
  `CREATE TABLE ${s}.migration_snapshots (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration_name text,
    note text,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_by text NOT NULL DEFAULT session_user,
    contents jsonb NOT NULL
  )`,
];
