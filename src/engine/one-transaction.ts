import type { Section } from '../core/migration.js';
import { isSentAlone } from '../effects/transaction-errors.js';
import type { Script } from '../sql/script.js';
import { isWrappedAsWhole, transactionControl } from '../sql/transaction-control.js';

/** Each statement may ask, and a script does not change. */
const splitByTool = new WeakMap<Script, boolean>();

function holdsStatementsSentAlone(script: Script): boolean {
  const known = splitByTool.get(script);
  if (known !== undefined) return known;
  const found = script.statements.some(({ operations }) => operations.some(isSentAlone));
  splitByTool.set(script, found);
  return found;
}

/** All statements of the file share one transaction, which the tool or the file opens. */
export function isOneTransaction(script: Script, { transaction }: Section): boolean {
  if (transactionControl(script).length > 0) return isWrappedAsWhole(script);
  if (transaction === 'pipeline-standalone') return !holdsStatementsSentAlone(script);
  return transaction !== 'autocommit';
}
