import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import { optionNamed, scalarText } from './literals.js';
import type { Lower, Lowerings } from './lowering.js';
import { lowerDoBlock } from './plpgsql.js';
import { bodySpanOf } from './routine-bodies.js';

function lowerDo(node: any, ctx: LoweringContext, lower: Lower): Operation[] {
  const body = optionNamed(node.args, 'as');
  const language = scalarText(optionNamed(node.args, 'language')?.arg).toLowerCase() || 'plpgsql';
  const text = scalarText(body?.arg);
  return lowerDoBlock(text, bodySpanOf(text, body?.location, ctx)?.start, language, ctx, lower);
}

export const blocks: Lowerings = { DoStmt: lowerDo };
