import { formatQualified, type QualifiedName } from '../core/name.js';
import { family } from './children.js';
import type { Filling } from './model.js';
import { changeRelation, relationAt, type Store } from './store.js';

/**
 * Rows were put into it: also into its partitions, which got them, and into its parents, which show them. `writtenOut` is
 * their number where the statement wrote each of them out.
 */
export function markPopulated(store: Store, name: QualifiedName, writtenOut?: number): void {
  const { unit } = store.state;
  const mark = (relation: QualifiedName): void =>
    changeRelation(store, relation, (current) => {
      const filled = fillMore(current.filled, writtenOut);
      return current.populated === unit && current.filled === filled
        ? current
        : { ...current, populated: unit, filled };
    });
  for (const member of family(store, name, relationAt(store, name)?.kind !== 'partitionedTable')) mark(member);
  for (const ancestor of ancestorsOf(store, name)) mark(ancestor);
}

function fillMore(before: Filling | undefined, writtenOut: number | undefined): Filling {
  if (before === 'unknown' || writtenOut === undefined) return 'unknown';
  return before === undefined && writtenOut === 1 ? 'row' : 'rows';
}

function ancestorsOf(store: Store, name: QualifiedName): readonly QualifiedName[] {
  const ancestors = new Map<string, QualifiedName>();
  const visit = (child: QualifiedName): void => {
    const relation = relationAt(store, child);
    if (relation === undefined) return;
    const parents = [...relation.inherits, ...(relation.partitionOf ? [relation.partitionOf.parent] : [])];
    for (const parent of parents) {
      if (ancestors.has(formatQualified(parent))) continue;
      ancestors.set(formatQualified(parent), parent);
      visit(parent);
    }
  };
  visit(name);
  return [...ancestors.values()];
}

/** TRUNCATE takes back what this unit put in; rows from before it come back with a rollback. */
export function markEmptied(store: Store, name: QualifiedName): void {
  for (const member of family(store, name))
    changeRelation(store, member, (current) =>
      current.unit === store.state.unit ? { ...current, populated: undefined } : current,
    );
}
