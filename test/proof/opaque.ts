import type { Operation } from '../../src/sql/operation.js';
import type { Statement } from '../../src/sql/script.js';

/** What the statement does is not in its text: SQL that is put together at run time, the body of a procedure. */
export const isOpaque = ({ operations }: Statement): boolean => operations.some(hides);

function hides(op: Operation): boolean {
  if (op.kind === 'dynamicSql') return op.literal === undefined;
  return op.kind === 'call' || op.kind === 'unknown' || (op.kind === 'doBlock' && !op.analysed);
}
