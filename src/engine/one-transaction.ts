import type { Section } from '../core/migration.js';
import { isSentAlone } from '../effects/transaction-errors.js';
import type { Script } from '../sql/script.js';
import { isWrappedAsWhole, transactionControl } from '../sql/transaction-control.js';

/** All statements of the file share one transaction, which the tool or the file opens. */
export function isOneTransaction(script: Script, { transaction }: Section): boolean {
  if (isWrappedAsWhole(script)) return true;
  if (transaction === 'autocommit' || transactionControl(script).length > 0) return false;
  if (transaction === 'simple-query') return script.statements.length > 1;
  return (
    transaction !== 'pipeline-standalone' || !script.statements.some(({ operations }) => operations.some(isSentAlone))
  );
}
