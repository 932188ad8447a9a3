import { listText } from '../../core/list-text.js';
import { appliedDependents } from '../plan/dependents.js';
import { type Condition, findDamage } from './find-damage.js';
import type { RepairAction } from './repair-action.js';

/** What will be repaired, or every reason why nothing will be. */
export type RepairPlan =
  | { readonly ok: true; readonly actions: readonly RepairAction[] }
  | { readonly ok: false; readonly refusals: readonly string[] };

/** Only what is damaged is repaired, and only in a way that is offered for it. Pure. */
export function planRepair(wanted: readonly RepairAction[], condition: Condition): RepairPlan {
  const offered = new Set(findDamage(condition).flatMap(({ choices }) => choices.map(keyOf)));
  const refusals = wanted.flatMap((action) => {
    if (!offered.has(keyOf(action))) return [`${describeAction(action)}: there is nothing of the kind to repair.`];
    return action.kind === 'mark-rolled-back' ? refuseDependents(action.migration, condition) : [];
  });
  return refusals.length > 0 ? { ok: false, refusals } : { ok: true, actions: wanted };
}

const keyOf = (action: RepairAction): string =>
  action.kind === 'drop-index'
    ? `drop-index ${action.index}`
    : `${action.kind} ${action.kind === 'mark-statement' ? action.done : ''} ${action.migration}`;

function refuseDependents(migration: string, { history }: Condition): readonly string[] {
  const entry = history.find(({ name }) => name === migration);
  const applied = history.filter(({ status }) => status === 'applied');
  const others = entry === undefined ? [] : appliedDependents(entry, applied).map(({ name }) => name);
  if (others.length === 0) return [];
  return [
    `${migration} cannot be marked as rolled back: ${listText(others)} ${others.length === 1 ? 'depends' : 'depend'} on it.`,
  ];
}

/** For people: `mark 0002_index as applied`. */
export function describeAction(action: RepairAction): string {
  switch (action.kind) {
    case 'mark-applied':
      return `mark ${action.migration} as applied`;
    case 'mark-rolled-back':
      return `mark ${action.migration} as rolled back`;
    case 'mark-statement':
      return `mark the statement in which ${action.migration} was cut off as ${action.done ? 'done' : 'not done'}`;
    case 'accept-checksum':
      return `accept the file of ${action.migration} as it is`;
    case 'remove':
      return `remove the failed row of ${action.migration}`;
    case 'drop-index':
      return `drop the invalid index ${action.index}`;
  }
}
