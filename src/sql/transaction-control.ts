import type { BeginTransaction, CommitTransaction, Operation, RollbackTransaction } from './operation.js';
import type { Script } from './script.js';
import { operationsOf } from './script-order.js';

export type TransactionControl = BeginTransaction | CommitTransaction | RollbackTransaction;

const opensOrEnds = (op: Operation): op is TransactionControl =>
  !op.block && (op.kind === 'beginTransaction' || op.kind === 'commitTransaction' || op.kind === 'rollbackTransaction');

/** Settings and notices may stand outside the pair: they are not part of what must be atomic. */
const mayStandOutside = (op: Operation): boolean =>
  op.kind === 'setSetting' || op.kind === 'resetSetting' || op.kind === 'utility';

/** Each statement may ask, and a script does not change. */
const controls = new WeakMap<Script, readonly TransactionControl[]>();

/** BEGIN, COMMIT and ROLLBACK statements at the top level of the script, in order. */
export function transactionControl(script: Script): readonly TransactionControl[] {
  const known = controls.get(script);
  if (known !== undefined) return known;
  const found = operationsOf(script).filter(opensOrEnds);
  controls.set(script, found);
  return found;
}

/** The whole script is one BEGIN … COMMIT, and holds no other transaction control. */
export function isWrappedAsWhole(script: Script): boolean {
  const [begin, commit, ...more] = transactionControl(script);
  if (begin?.kind !== 'beginTransaction' || commit?.kind !== 'commitTransaction' || commit.chain || more.length > 0) {
    return false;
  }
  return script.statements.every((statement) =>
    statement.operations.every(
      (op) => (op.span.start >= begin.span.start && op.span.end <= commit.span.end) || mayStandOutside(op),
    ),
  );
}
