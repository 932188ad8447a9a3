import type { Span } from '../../core/span.js';

/** What lowering needs beside the tree. Offsets of libpg-query are UTF-8 bytes from the start of the parsed slice. */
export interface LoweringContext {
  /** The whole text. */
  readonly text: string;
  /** Byte offset in the parsed slice → UTF-16 offset in `text`. */
  readonly at: (byteOffset: number) => number;
  /** The statement that is being lowered, in UTF-16 offsets of `text`. */
  readonly statement: Span;
  /** Names of the `WITH` queries in scope: in `FROM` they are no relations. */
  readonly withNames?: ReadonlySet<string> | undefined;
}
