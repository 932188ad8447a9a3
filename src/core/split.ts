import type { Edit } from './edit.js';

/** A statement that moves to a later migration. */
export interface LaterStatement {
  /** Without a semicolon. */
  readonly sql: string;
  /** It runs in no transaction, so that it has a migration of its own. */
  readonly alone: boolean;
  /** From 1. Statements of one step share a migration, unless they are alone; a step needs those before it. */
  readonly step: number;
}

/** How a statement becomes safe by several migrations: what is left of it here, and what comes later. */
export interface Split {
  readonly here: readonly Edit[];
  readonly later: readonly LaterStatement[];
}
