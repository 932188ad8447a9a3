export interface ErrorFields {
  /** Five characters. `08006` where the connection itself broke, of which no server can tell. */
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  /** From 1, in characters (not UTF-16 units) of the statement that was sent. */
  readonly position?: number | undefined;
  /** The server's call stack, innermost first. */
  readonly context?: string | undefined;
}

/** What a server answered instead of doing what it was asked, or a connection that broke. */
export class DatabaseError extends Error implements ErrorFields {
  readonly sqlstate: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly position: number | undefined;
  readonly context: string | undefined;

  constructor(fields: ErrorFields, options?: ErrorOptions) {
    super(fields.message, options);
    this.name = 'DatabaseError';
    this.sqlstate = fields.sqlstate;
    this.detail = fields.detail;
    this.hint = fields.hint;
    this.position = fields.position;
    this.context = fields.context;
  }
}

/**
 * The session is gone, so that nobody knows whether the statement was done: class 08, and the three shutdown states.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const isConnectionLoss = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.sqlstate.startsWith('08') || /^57P0[1-3]$/.test(error.sqlstate));
