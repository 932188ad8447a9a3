import type { Constraint, Index, Relation } from '../catalog/model.js';
import { formatName, type QualifiedName } from '../core/name.js';
import type { AttachPartition, DetachPartition, PartitionBound } from '../sql/operation.js';
import { provesBound, provesOutside } from './bound-proof.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { foreignKeyLocks, foreignKeysOf, foreignKeyValidation } from './foreign-keys.js';
import { isAlike } from './indexes.js';
import { newlyReferencedLocks, partitionKeyParts, separatedKeyLocks, unreferencedLocks } from './partition-keys.js';
import { buildPart, scanPart } from './rewrites.js';
import { familyNamed, lock, lockIndexes, relationNamed, type Target, targetNamed } from './targets.js';

/** The partition that takes what no other does: every new partition may take rows away from it. */
export const defaultPartitionOf = (
  parent: QualifiedName,
  { catalog }: Pick<EffectsEnvironment, 'catalog'>,
): Relation | undefined =>
  catalog.partitionsOf(parent).find(({ partitionOf }) => partitionOf?.bound.isDefault === true);

export function defaultPartitionParts(
  parent: QualifiedName,
  bound: PartitionBound,
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  const found = defaultPartitionOf(parent, env);
  if (found === undefined || bound.isDefault) return [];
  const family = familyNamed(env.catalog, found.name);
  const proved = provesOutside(found, relationNamed(env.catalog, parent)?.partitionBy, bound);
  return [
    { locks: family.map((target) => lock(env.catalog, target, 'ACCESS EXCLUSIVE')) },
    proved ? {} : scanPart(env.catalog, family, 'the default partition must hold no row of the new partition'),
  ];
}

export function attachPartitionEffects(op: AttachPartition, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const parent = targetNamed(catalog, op.table);
  const attached = targetNamed(catalog, op.partition);
  const family = familyNamed(catalog, op.partition);
  const proved = op.bound.isDefault
    ? false
    : attached.relation !== undefined && provesBound(attached.relation, parent.relation?.partitionBy, op.bound);
  return [
    {
      locks: [
        lock(catalog, parent, 'SHARE UPDATE EXCLUSIVE'),
        ...lockIndexes(catalog, parent, 'SHARE UPDATE EXCLUSIVE'),
      ],
    },
    { locks: family.map((target) => lock(catalog, target, 'ACCESS EXCLUSIVE')) },
    ...defaultPartitionParts(parent.name, op.bound, env),
    proved ? {} : scanPart(catalog, family, 'no valid CHECK constraint proves that its rows fit the partition'),
    missingIndexes(parent, attached, family, env),
    newlyReferencedLocks(parent.relation, env),
    ...foreignKeysOf(parent.relation).flatMap((key) =>
      attached.relation === undefined
        ? sharedKeyParts(key, family, env)
        : partitionKeyParts(key, [attached.relation], env),
    ),
  ];
}

/** A table that nothing is known of is taken to have no such key. */
const sharedKeyParts = (
  { references }: Constraint,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] =>
  references === undefined
    ? []
    : [
        foreignKeyLocks({ references: references.table }, family, env),
        foreignKeyValidation(references.table, family, env),
      ];

/** Indexes of the parent that the partition has no equal of are built on the spot. */
function missingIndexes(
  parent: Target,
  attached: Target,
  family: readonly Target[],
  { catalog }: EffectsEnvironment,
): EffectsPart {
  if (parent.relation === undefined || attached.relation === undefined) return {};
  const present = catalog.indexesOf(attached.relation);
  const missing = catalog.indexesOf(parent.relation).filter((index) => !present.some((other) => isAlike(index, other)));
  return missing.length === 0
    ? {}
    : buildPart(catalog, family, `it has no index like ${missing.map(({ name }) => formatName(name)).join(', ')}`);
}

export function detachPartitionEffects(op: DetachPartition, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog, server } = env;
  const parent = targetNamed(catalog, op.table);
  const partition = targetNamed(catalog, op.partition);
  const [, ...below] = familyNamed(catalog, op.partition);
  const waits = !op.concurrently && !op.finalize;
  const partitionMode = waits && server.version < 14 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const standard = waits ? defaultPartitionOf(parent.name, env) : undefined;
  return [
    {
      locks: [
        lock(catalog, parent, waits ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE'),
        lock(catalog, partition, partitionMode),
        ...below.map((target) => lock(catalog, target, 'ACCESS EXCLUSIVE')),
        ...lockIndexes(catalog, partition, 'ACCESS EXCLUSIVE', (index) => isOfParent(index, parent, env)),
        ...(standard === undefined ? [] : [lock(catalog, targetNamed(catalog, standard.name), 'ACCESS EXCLUSIVE')]),
      ],
    },
    separatedKeyLocks(partition.relation, env),
    unreferencedLocks(parent.relation, partition, env),
  ];
}

const isOfParent = (index: Index, { relation }: Target, { catalog }: EffectsEnvironment): boolean =>
  relation !== undefined && catalog.indexesOf(relation).some((above) => isAlike(above, index));

/** CREATE TABLE … PARTITION OF joins the parent at once, and takes over its foreign keys. */
export function newPartitionParts(
  parent: Target,
  bound: PartitionBound,
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  return [
    {
      locks: [
        lock(env.catalog, parent, 'ACCESS EXCLUSIVE'),
        ...lockIndexes(env.catalog, parent, 'SHARE UPDATE EXCLUSIVE'),
      ],
    },
    ...defaultPartitionParts(parent.name, bound, env),
    ...foreignKeysOf(relationNamed(env.catalog, parent.name)).flatMap(({ references }) =>
      references === undefined ? [] : [foreignKeyLocks({ references: references.table }, [], env)],
    ),
    newlyReferencedLocks(relationNamed(env.catalog, parent.name), env),
  ];
}
