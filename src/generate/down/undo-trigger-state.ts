import { quoteIdentifier } from '../../core/name.js';
import type { OperationOf } from '../../sql/operation.js';
import { table as alterTable } from './sql-text.js';
import { cannot, does, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';

/** Of a trigger that the history does not make the opposite is the best that is known; others follow the catalog. */
export function undoTriggerState(op: OperationOf<'setTriggerState'>, { catalog }: UndoContext): Undo | undefined {
  if (op.objectType === 'rule') return cannot('state of a rule', 'The former state of the rule is not known.');
  const relation = catalog.relation(op.table);
  const isKnown = typeof op.name !== 'string' || (typeof relation !== 'string' && relation.triggers.has(op.name));
  if (isKnown || typeof op.name !== 'string') return undefined;
  const word = op.state === 'disabled' ? 'ENABLE' : 'DISABLE';
  const table = alterTable(catalog.resolve(op.table));
  return does(statement(phase.settings, `${table} ${word} TRIGGER ${quoteIdentifier(op.name)}`));
}
