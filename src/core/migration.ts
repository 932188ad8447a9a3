import type { Span } from './span.js';

/**
 * How the tool that applies a file sends it, which decides what shares a transaction:
 * - `transaction`: the tool wraps each file in `BEGIN … COMMIT`.
 * - `pipeline`: one extended-protocol batch, an implicit transaction (Supabase CLI before 2.109).
 * - `pipeline-standalone`: the same, but statements that cannot run in a transaction are sent alone (Supabase CLI since 2.109).
 * - `simple-query`: the whole file in one simple query, an implicit transaction.
 * - `autocommit`: statement by statement; the file's own `BEGIN … COMMIT` count.
 */
export type TransactionModel = 'transaction' | 'pipeline' | 'pipeline-standalone' | 'simple-query' | 'autocommit';

export type Direction = 'up' | 'down';

/**
 * The text of one direction. `text` has the length of its file and the same offsets: everything that is not this
 * direction's SQL (other sections, psql lines, COPY data, comment prefixes of a commented-out section) is blanked by
 * spaces, newlines kept.
 */
export interface Section {
  readonly direction: Direction;
  /** The file that holds it, as reported. */
  readonly path: string;
  /** The file as it is on disk (byte-order mark removed, decoded), for code frames and fixes. */
  readonly source: string;
  readonly text: string;
  readonly transaction: TransactionModel;
  /**
   * What applies it runs a file statement by statement where one of them cannot be in a transaction, as pgairlock does.
   */
  readonly adaptive?: boolean | undefined;
  /** Where it came from. `live-section`: SQL behind a marker that the applying tool may not know. */
  readonly form: 'file' | 'section' | 'live-section' | 'commented-section' | 'separate-file';
  /** The section's place in its file: from its marker to its end. Absent where it is the whole file. */
  readonly span?: Span | undefined;
  /** Of a section in several parts of the file: where each is. The parts of a down are undone in the opposite order. */
  readonly parts?: readonly Span[] | undefined;
}

/** Something about the file itself that the reader found; a rule of the same id reports it. */
export interface SourceProblem {
  readonly ruleId: string;
  readonly message: string;
  readonly path: string;
  readonly span: Span;
  /** It is about the plan of the folder, so that it concerns whoever asks about any file of it. */
  readonly ofFolder?: boolean | undefined;
}

export interface MigrationHeader {
  readonly migration?: string | undefined;
  readonly description?: string | undefined;
  readonly purpose?: string | undefined;
  readonly impact?: string | undefined;
  readonly author?: string | undefined;
  readonly date?: string | undefined;
  readonly testing?: string | undefined;
  readonly rollback?: string | undefined;
}

/** One migration as any tool's folder holds it. */
export interface Migration {
  /** File name without its endings, unique in its folder: `20260101120000_books`. */
  readonly id: string;
  /** The part that the tool orders and records by: `20260101120000`. Empty where the file has none. */
  readonly version: string;
  /** The rest of the name: `books`. */
  readonly name: string;
  /** The file of the up direction. */
  readonly path: string;
  readonly up: Section;
  readonly down?: Section | undefined;
  /** Ids named by a `Depends on:` header or by the tool's plan, `.sql` endings removed. */
  readonly dependencies: readonly string[];
  readonly header: MigrationHeader;
  /** SHA-256, in hex, of the up text with line endings and byte-order mark normalised. */
  readonly checksum: string;
  readonly problems: readonly SourceProblem[];
}
