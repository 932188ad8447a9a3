import type { Catalog } from '../catalog/catalog.js';
import type { Index, Relation, RelationKind } from '../catalog/model.js';
import type { Answer } from '../core/answer.js';
import type { LockMode } from '../core/lock-mode.js';
import { formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import type { LockEffect, LockTarget, RelationEffect } from './effects.js';

/** A relation that an operation touches, with what the history knows of it. */
export interface Target {
  readonly name: QualifiedName;
  readonly relation: Relation | undefined;
}

const targetOfKind: Readonly<Record<RelationKind, LockTarget>> = {
  table: 'table',
  partitionedTable: 'table',
  foreignTable: 'table',
  view: 'view',
  materializedView: 'materializedView',
  sequence: 'sequence',
  compositeType: 'compositeType',
};

export function relationNamed(catalog: Catalog, name: WrittenName): Relation | undefined {
  const found = catalog.relation(name);
  return typeof found === 'string' ? undefined : found;
}

export function indexNamed(catalog: Catalog, name: WrittenName): Index | undefined {
  const found = catalog.index(name);
  return typeof found === 'string' ? undefined : found;
}

export const targetNamed = (catalog: Catalog, name: WrittenName): Target => {
  const relation = relationNamed(catalog, name);
  return { name: relation?.name ?? catalog.resolve(name), relation };
};

const targetOf = (relation: Relation): Target => ({ name: relation.name, relation });

/** Tables that nothing is known of are taken to have been there before. */
export function visibleOf(catalog: Catalog, { name, relation }: Target): Answer {
  if (relation === undefined) return 'yes';
  const isNew = catalog.isNew(name);
  return isNew === 'unknown' ? 'unknown' : isNew === 'yes' ? 'no' : 'yes';
}

export function lock(catalog: Catalog, target: Target, mode: LockMode, certain = true): LockEffect {
  return {
    relation: target.name,
    target: target.relation === undefined ? 'table' : targetOfKind[target.relation.kind],
    mode,
    visible: visibleOf(catalog, target),
    certain,
  };
}

export function lockIndex(catalog: Catalog, index: Index, mode: LockMode, certain = true): LockEffect {
  const visible = index.unit === catalog.unit ? 'no' : visibleOf(catalog, targetNamed(catalog, index.table));
  return { relation: index.name, target: 'index', mode, visible, certain };
}

/** Locks on the table's indexes, all of them or those that `matches`. */
export function lockIndexes(
  catalog: Catalog,
  { relation }: Target,
  mode: LockMode,
  matches: (index: Index) => boolean = () => true,
  certain = true,
): readonly LockEffect[] {
  if (relation === undefined) return [];
  return catalog
    .indexesOf(relation)
    .filter(matches)
    .map((index) => lockIndex(catalog, index, mode, certain));
}

export const hasIndexes = (catalog: Catalog, { relation }: Target): boolean =>
  relation !== undefined && catalog.indexesOf(relation).length > 0;

/** The table, its partitions and the tables that inherit from it, at every depth. */
export function familyOf(catalog: Catalog, target: Target): readonly Target[] {
  const seen = new Map<string, Target>([[formatQualified(target.name), target]]);
  const queue: Target[] = [target];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.relation === undefined) continue;
    const below = [...catalog.partitionsOf(next.name), ...catalog.childrenOf(next.name)];
    for (const relation of below) {
      const key = formatQualified(relation.name);
      if (seen.has(key)) continue;
      seen.set(key, targetOf(relation));
      queue.push(targetOf(relation));
    }
  }
  return [...seen.values()];
}

export const familyNamed = (catalog: Catalog, name: WrittenName, only = false): readonly Target[] => {
  const target = targetNamed(catalog, name);
  return only ? [target] : familyOf(catalog, target);
};

/** Those that hold rows themselves: a partitioned table holds none. */
export const withStorage = (targets: readonly Target[]): readonly Target[] =>
  targets.filter(({ relation }) => relation?.kind !== 'partitionedTable');

export const relationEffect = (catalog: Catalog, target: Target, because: string, certain = true): RelationEffect => ({
  relation: target.name,
  visible: visibleOf(catalog, target),
  certain,
  because,
});
