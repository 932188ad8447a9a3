import type { Span } from '../core/span.js';
import type { Operation } from './operation.js';

export interface ParsedStatement {
  readonly span: Span;
  readonly operations: readonly Operation[];
}

export type ParseOutcome =
  | { readonly ok: true; readonly statements: readonly ParsedStatement[] }
  | { readonly ok: false; readonly message: string; readonly span: Span };

/** The little that the program needs of an SQL parser. It never throws for bad SQL. */
export interface Parser {
  readonly name: 'libpg-query' | 'pure-js';
  /**
   * Reads `text.slice(from, to)`, which may hold any number of statements. All spans count in the whole `text`, in UTF-16
   * units.
   */
  parse(text: string, from: number, to: number): ParseOutcome;
}
