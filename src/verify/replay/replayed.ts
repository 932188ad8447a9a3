import type { Span } from '../../core/span.js';

/** A statement that the server refused, or that would be refused where its tool sends it. */
export interface ReplayFailure {
  /** Index of the statement in its section; absent where the text could not be read, or the COMMIT failed. */
  readonly statement?: number | undefined;
  readonly span: Span;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly context?: string | undefined;
  /** The failure of an earlier statement, which would have made what is missing here. */
  readonly consequenceOf?: { readonly migration: string; readonly path: string; readonly span: Span } | undefined;
}

/** A statement that was not run as it stands, which is no failure. */
export interface ReplayNote {
  readonly statement?: number | undefined;
  readonly span: Span;
  readonly message: string;
}

/** What became of one migration. */
export interface ReplayedMigration {
  readonly migration: string;
  readonly path: string;
  /** How many statements it has, and how many of them ran. */
  readonly statements: number;
  readonly ran: number;
  /** In the order of the text. Everything else of the migration was run nevertheless. */
  readonly failures: readonly ReplayFailure[];
  readonly notes: readonly ReplayNote[];
  /** Milliseconds. */
  readonly duration: number;
}
