import type { Span } from '../core/span.js';
import type { Operation } from './operation.js';

/** One statement of a script. ALTER TABLE with several subcommands and DO blocks hold several operations. */
export interface Statement {
  /** From 0, in the script. */
  readonly index: number;
  /** Without the semicolon and without the white space and comments before it. */
  readonly span: Span;
  /** Never empty. */
  readonly operations: readonly Operation[];
}

export interface SyntaxProblem {
  /** The server's words: `syntax error at or near "crate"`. */
  readonly message: string;
  readonly span: Span;
}

export interface Comment {
  readonly span: Span;
  /** Without its markers. */
  readonly text: string;
  readonly form: 'line' | 'block';
}

/** What only psql can send: a line `\i other.sql` or `\connect`, COPY data, a variable `:name`. */
export interface MetaCommand {
  readonly span: Span;
  /** `\i`, `\restrict`, …; `copy-data` for the rows after COPY … FROM stdin; `:name`, `:'name'` for a variable. */
  readonly command: string;
}

/** A text read as SQL. */
export interface Script {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
  readonly metaCommands: readonly MetaCommand[];
}
