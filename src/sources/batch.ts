import type { ReadResult } from './source.js';

/** Migrations that are judged together, and the files of them that findings are wanted for. */
export interface Batch {
  readonly result: ReadResult;
  /** Paths as reported. */
  readonly judged: ReadonlySet<string>;
  /** The migrations are a whole history, from an empty database. `false`: one file, judged alone. */
  readonly complete: boolean;
}
