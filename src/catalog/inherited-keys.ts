import type { QualifiedName } from '../core/name.js';
import type { ServerVersion } from '../core/server.js';
import { partitionsOf, sameName } from './children.js';
import { addConstraint } from './constraints.js';
import type { Constraint, Relation } from './model.js';
import { changeRelation, relationAt, type Store, withEntry } from './store.js';

type Key = Pick<Constraint, 'columns' | 'references' | 'definition'>;

/**
 * The foreign key of a partition that the server joins with that of the partitioned table, rather than make another: it is
 * the same in all but its name. Before PostgreSQL 18 one that is NOT VALID stays by itself.
 */
export const keyThatJoins = (
  partition: Relation,
  key: Key,
  version: ServerVersion | undefined,
): Constraint | undefined =>
  [...partition.constraints.values()].find(
    (own) =>
      own.inherited !== true && isSameKey(own, key) && (own.validated || (version !== undefined && version >= 18)),
  );

/** The foreign key of a partition that belongs to this one of the partitioned table. */
export const inheritedKey = (partition: Relation, key: Key): Constraint | undefined =>
  [...partition.constraints.values()].find((own) => own.inherited === true && isSameKey(own, key));

function isSameKey(a: Key, b: Key): boolean {
  if (a.references === undefined || b.references === undefined) return false;
  return (
    a.columns.join() === b.columns.join() &&
    sameName(a.references.table, b.references.table) &&
    a.references.columns.join() === b.references.columns.join() &&
    behaviour(a.definition) === behaviour(b.definition)
  );
}

const behaviour = (definition: Constraint['definition']): string => {
  const { deferrable, initiallyDeferred, enforced } = definition;
  const actions =
    definition.type === 'foreignKey'
      ? [definition.onDelete, definition.onUpdate].map((action) => action ?? 'no action')
      : [];
  return [deferrable, initiallyDeferred, enforced, ...actions].join();
};

/** Gives a foreign key of a partitioned table to its partitions, and to theirs. */
export function shareForeignKey(store: Store, parent: QualifiedName, key: Constraint): void {
  for (const { name } of partitionsOf(store, parent)) inheritForeignKey(store, name, key);
}

export function inheritForeignKey(store: Store, partition: QualifiedName, key: Constraint): void {
  const relation = relationAt(store, partition);
  const { definition, references, name } = key;
  if (relation === undefined || references === undefined || definition.type !== 'foreignKey') return;
  const own = keyThatJoins(relation, key, store.options.server?.version);
  if (own !== undefined) {
    const joined = { ...own, inherited: true, validated: own.validated || key.validated };
    changeRelation(store, partition, (current) => ({
      ...current,
      constraints: withEntry(current.constraints, own.name, joined),
    }));
    return;
  }
  const given = {
    ...definition,
    name: relation.constraints.has(name) ? undefined : name,
    references: references.table,
    referencedColumns: references.columns,
  };
  addConstraint(store, partition, given, { inherited: true });
  shareForeignKey(store, partition, key);
}

/** A partition that goes its own way keeps its foreign keys. */
export const withOwnKeys = (partition: Relation): Relation => ({
  ...partition,
  constraints: new Map([...partition.constraints].map(([name, key]) => [name, { ...key, inherited: undefined }])),
});
