import {
  isDestructive,
  lacksRowSecurity,
  type ValidateOptions,
  type Validation,
  validateWith,
} from './app/validate-with.js';
import { pureJs } from './sql/pure-js/adapter.js';

export type { ValidateOptions, Validation } from './app/validate-with.js';
export type { Finding } from './core/report.js';
export type { Severity } from './core/severity.js';
export { pureJs };

/**
 * Judges one migration without WebAssembly and without waiting. What the parser cannot read is `unknown` to the rules:
 * use the `pgairlock` entry where WebAssembly may run.
 */
export const validateMigration = (sql: string, options?: ValidateOptions): Validation =>
  validateWith(pureJs, sql, options);

/** Whether the migration destroys data or objects that it did not make itself, suppressed or not. */
export const detectDestructiveOperations = (sql: string, options?: ValidateOptions): boolean =>
  isDestructive(pureJs, sql, options);

/** Whether a table that the migration makes is left without row level security. */
export const detectMissingRLS = (sql: string, options?: ValidateOptions): boolean =>
  lacksRowSecurity(pureJs, sql, options);
