import { DatabaseError, type ErrorFields } from './database-error.js';

/** The fields that both drivers give their errors. */
interface DriverError {
  readonly severity?: unknown;
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly hint?: unknown;
  readonly position?: unknown;
  readonly where?: unknown;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * A driver's error in the program's terms. One without a severity comes from the connection, not from the server; its code
 * (`EPIPE`) may look like an SQLSTATE.
 */
export function toDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  return new DatabaseError(fieldsOf(error), { cause: error });
}

function fieldsOf(error: unknown): ErrorFields {
  const message = error instanceof Error ? error.message : String(error);
  const fields: DriverError = typeof error === 'object' && error !== null ? error : {};
  const sqlstate = text(fields.code);
  if (sqlstate === undefined || text(fields.severity) === undefined) return { sqlstate: '08006', message };
  const position = text(fields.position);
  return {
    sqlstate,
    message,
    detail: text(fields.detail),
    hint: text(fields.hint),
    position: position === undefined ? undefined : Number(position),
    context: text(fields.where),
  };
}
