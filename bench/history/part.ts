import type { History } from './state.js';

/** One change: the SQL, and what a file that begins with it is called. `alone`: nothing else may stand in its file. */
export interface Change {
  readonly name: string;
  readonly sql: string;
  readonly alone?: boolean;
}

export type Part = (history: History) => Change;
