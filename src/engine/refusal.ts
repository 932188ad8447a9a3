import type { CertainError, Effects } from '../effects/effects.js';
import type { Operation } from '../sql/operation.js';

/**
 * The first error of these that the server will raise. None where a DO block may pass the statement by or catches what it
 * raises.
 */
export function refusal(op: Operation, effects: Effects, ...sqlstates: readonly string[]): CertainError | undefined {
  if (op.block?.conditional || op.block?.caught) return undefined;
  return effects.errors.find(({ sqlstate }) => sqlstates.includes(sqlstate));
}
