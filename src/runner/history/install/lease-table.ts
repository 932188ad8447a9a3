import type { HistorySchema } from '../schema-name.js';
import { executeRollback } from './rollback-functions.js';

/** Who runs migrations through a pooler: one row, or none. */
export const leaseTable = (schema: HistorySchema): readonly string[] => {
  const { identifier: s, lockKey } = schema;
  const leased = `EXISTS (SELECT FROM ${s}.migration_lease AS l WHERE l.expires_at > clock_timestamp())`;
  return [
    `CREATE TABLE ${s}.migration_lease (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      token text NOT NULL,
      holder text NOT NULL DEFAULT session_user,
      application text NOT NULL DEFAULT current_setting('application_name'),
      pid integer NOT NULL DEFAULT pg_backend_pid(),
      acquired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      renewed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      expires_at timestamptz NOT NULL
    )`,
    executeRollback(schema, 'CREATE OR REPLACE', `NOT pg_try_advisory_xact_lock(${lockKey}) OR ${leased}`),
  ];
};
