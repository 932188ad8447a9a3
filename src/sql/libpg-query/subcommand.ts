import type { WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import type { ObjectType, Operation } from '../operation.js';
import type { LoweringContext } from './context.js';

/** What the subcommands of one ALTER TABLE share, and the span of the subcommand at hand. */
export interface TableChange {
  readonly span: Span;
  readonly table: WrittenName;
  readonly ifTableExists: boolean;
  readonly only: boolean;
}

/** Lowers one bare AlterTableCmd node; `objectType` is what the statement says it alters. */
export type Subcommand = (
  command: any,
  base: TableChange,
  ctx: LoweringContext,
  objectType: ObjectType,
) => Operation | undefined;

/** Subcommands by the parser's `subtype`. */
export type Subcommands = Readonly<Record<string, Subcommand>>;
