import type { Analyze, Cluster, LockTable, Vacuum } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { rewritePart } from './rewrites.js';
import { familyNamed, lock, lockIndexes, type Target, targetNamed, withStorage } from './targets.js';

/** VACUUM without a list goes through every table one by one; no table is listed then. */
export const vacuumEffects = (op: Vacuum, { catalog }: EffectsEnvironment): readonly EffectsPart[] =>
  op.tables
    .flatMap((table) => withStorage(familyNamed(catalog, table)))
    .flatMap((target) =>
      op.full
        ? [
            { locks: [lock(catalog, target, 'ACCESS EXCLUSIVE')] },
            rewritePart(catalog, [target], 'VACUUM FULL writes the table anew'),
          ]
        : [{ locks: [lock(catalog, target, 'SHARE UPDATE EXCLUSIVE')] }],
    );

const isPartitioned = ({ relation }: Target): boolean => relation?.kind === 'partitionedTable';

export const analyzeEffects = (op: Analyze, { catalog }: EffectsEnvironment): readonly EffectsPart[] =>
  op.tables
    .flatMap((table) => familyNamed(catalog, table))
    .map((target) => ({
      locks: [
        lock(catalog, target, 'SHARE UPDATE EXCLUSIVE'),
        ...(isPartitioned(target) ? [] : lockIndexes(catalog, target, 'ACCESS SHARE')),
      ],
    }));

export function clusterEffects(op: Cluster, { catalog }: EffectsEnvironment): readonly EffectsPart[] {
  if (op.table === undefined) return [];
  const target = targetNamed(catalog, op.table);
  return [
    { locks: [lock(catalog, target, 'ACCESS EXCLUSIVE')] },
    rewritePart(catalog, [target], 'CLUSTER writes the table anew in the order of the index'),
  ];
}

export const lockTableEffects = (op: LockTable, { catalog }: EffectsEnvironment): readonly EffectsPart[] => [
  {
    locks: op.tables
      .flatMap((table) => familyNamed(catalog, table))
      .flatMap((target) => [target, ...(target.relation?.view?.reads ?? []).map((name) => targetNamed(catalog, name))])
      .map((target) => lock(catalog, target, op.mode)),
  },
];
