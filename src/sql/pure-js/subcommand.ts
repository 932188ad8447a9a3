import type { WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import type { ObjectType } from '../operation.js';
import type { TokenReader } from './token-reader.js';

export type AlteredRelation = Extract<
  ObjectType,
  'table' | 'foreign table' | 'view' | 'materialized view' | 'index' | 'sequence'
>;

/** What the subcommands of one statement share. */
export interface TableChange {
  readonly table: WrittenName;
  readonly ifTableExists: boolean;
  readonly only: boolean;
}

/** One subcommand, which begins where the reader stands. */
export interface Subcommand {
  readonly reader: TokenReader;
  readonly base: TableChange;
  /** What the statement says it alters. */
  readonly objectType: AlteredRelation;
  /** From its first token to the last one read. */
  readonly span: () => Span;
}

/** CASCADE, RESTRICT or nothing. */
export const takeCascade = (reader: TokenReader): boolean => reader.takeOneOf(['cascade', 'restrict']) === 'cascade';
