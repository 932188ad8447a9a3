import { PgairlockError } from '../../../core/error.js';
import type { DatabaseError } from '../../../database/database-error.js';
import type { HistorySchema } from '../schema-name.js';

/** What a person can do about a server that lets nobody, or not this role, make the history. */
export function whyNotInstalled(cause: DatabaseError, schema: HistorySchema): PgairlockError | undefined {
  const advice = adviceOn(cause, schema);
  if (advice === undefined) return undefined;
  const message = `The history cannot be installed in schema ${schema.name}: ${cause.message}. ${advice}`;
  return new PgairlockError('history-unusable', message, { cause });
}

function adviceOn({ sqlstate }: DatabaseError, { identifier }: HistorySchema): string | undefined {
  switch (sqlstate) {
    case '42501':
      return `The role needs CREATE on the database, or a schema of its own: CREATE SCHEMA ${identifier} AUTHORIZATION <role>.`;
    case '25006':
      return 'Connect to the primary server; where the role or the database has default_transaction_read_only, take that away.';
    default:
      return undefined;
  }
}
