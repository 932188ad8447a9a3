/** Every expected failure of the program, by code. `cli/` maps each code to an exit status, once. */
export type ErrorCode =
  | 'usage'
  | 'config-invalid'
  | 'config-unreadable'
  | 'input-not-found'
  | 'input-unreadable'
  | 'not-available'
  | 'connection-failed'
  | 'history-unusable'
  | 'lock-lost'
  | 'runner-busy'
  | 'backup-failed'
  | 'restore-failed';

/** The one error class of the program. Its message is one line, written for the person who must act on it. */
export class PgairlockError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PgairlockError';
    this.code = code;
  }
}
