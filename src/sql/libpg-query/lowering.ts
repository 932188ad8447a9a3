import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';

/** Turns one wrapped parse node (`{ CreateStmt: … }`) into operations. */
export type Lower = (node: any, ctx: LoweringContext) => Operation[];

/** Lowers the bare node of one tag; `lower` is for statements inside the statement. */
export type Lowering = (node: any, ctx: LoweringContext, lower: Lower) => Operation[];

/** One family of statements, by parser tag. */
export type Lowerings = Readonly<Record<string, Lowering>>;
