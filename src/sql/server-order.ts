import type { Operation } from './operation.js';
import type { Statement } from './script.js';

/**
 * The operations in the order in which the server does them: of one ALTER TABLE, columns are added before constraints, which
 * may speak of them.
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/tablecmds.c `AT_PASS_ADD_COL`
 */
export function inServerOrder({ operations }: Statement): readonly Operation[] {
  const firstConstraint = operations.findIndex(isLate);
  const isInOrder = firstConstraint === -1 || !operations.slice(firstConstraint).some(addsColumn);
  // A DO block holds statements of its own, which run one after another.
  if (isInOrder || operations.some(({ block }) => block !== undefined)) return operations;
  return [...operations.filter((op) => !isLate(op)), ...operations.filter(isLate)];
}

const isLate = ({ kind }: Operation): boolean => kind === 'addConstraint';
const addsColumn = ({ kind }: Operation): boolean => kind === 'addColumn';
