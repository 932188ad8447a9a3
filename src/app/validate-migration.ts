import type { Parser } from '../sql/parser.js';
import { loadParser } from './load-parser.js';
import {
  isDestructive,
  lacksRowSecurity,
  type ValidateOptions,
  type Validation,
  validateWith,
} from './validate-with.js';

let loading: Promise<Parser> | undefined;

/** The WebAssembly module is compiled once a process, at the first question. */
const parserOnce = (): Promise<Parser> => {
  loading ??= loadParser();
  return loading;
};

/** Judges one migration by its text alone, as `validateWith` does, with PostgreSQL's own grammar. */
export const validateMigration = async (sql: string, options?: ValidateOptions): Promise<Validation> =>
  validateWith(await parserOnce(), sql, options);

/** Whether the migration destroys data or objects that it did not make itself, suppressed or not. */
export const detectDestructiveOperations = async (sql: string, options?: ValidateOptions): Promise<boolean> =>
  isDestructive(await parserOnce(), sql, options);

/** Whether a table that the migration makes is left without row level security. */
export const detectMissingRLS = async (sql: string, options?: ValidateOptions): Promise<boolean> =>
  lacksRowSecurity(await parserOnce(), sql, options);
