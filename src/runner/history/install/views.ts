import type { HistorySchema } from '../schema-name.js';

/** For people, and for programs that know the tables of other runners. */
export const views = ({ identifier: s }: HistorySchema): readonly string[] => [
  `CREATE VIEW ${s}.schema_migrations AS
   SELECT h.migration_version AS version, h.migration_name AS description, h.batch, h.applied_at AS installed_on,
          h.status = 'applied' AS success, h.rollback_at AS reverted_at, h.rollback_by AS reverted_by
   FROM ${s}.migration_history AS h`,
  `CREATE VIEW ${s}.v_applied_migrations AS
   SELECT h.id, h.migration_name, h.migration_version, h.batch, h.applied_at, h.applied_by, h.execution_time_ms, h.checksum
   FROM ${s}.migration_history AS h WHERE h.status = 'applied'`,
  `CREATE VIEW ${s}.v_migration_status AS
   SELECT h.migration_name, h.migration_version, h.status, h.batch, h.applied_at, h.applied_by, h.execution_time_ms,
          h.rollback_at, h.rollback_by, h.reason, c.can_rollback, c.reason AS rollback_refusal, c.dependents,
          e.sqlstate AS last_error_sqlstate, e.message AS last_error
   FROM ${s}.migration_history AS h
   CROSS JOIN LATERAL ${s}.can_rollback_migration(h.migration_name) AS c
   LEFT JOIN LATERAL (
     SELECT x.sqlstate, x.message FROM ${s}.migration_errors AS x
     WHERE x.migration_name = h.migration_name ORDER BY x.id DESC LIMIT 1) AS e ON true`,
];
