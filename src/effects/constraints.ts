import type { Constraint, Relation } from '../catalog/model.js';
import type { LockMode } from '../core/lock-mode.js';
import type {
  AddConstraint,
  DropConstraint,
  ForeignKeyConstraint,
  KeyConstraint,
  RenameConstraint,
  ValidateConstraint,
} from '../sql/operation.js';
import { familyLock } from './columns.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { droppedForeignKeyLocks, foreignKeyLocks, foreignKeyValidation, keysPointingAt } from './foreign-keys.js';
import { notNullParts } from './not-null.js';
import { keyOf, partitionKeyParts } from './partition-keys.js';
import { buildPart, scanPart } from './rewrites.js';
import {
  familyNamed,
  familyOf,
  indexNamed,
  lock,
  lockIndex,
  lockIndexes,
  type Target,
  targetNamed,
} from './targets.js';

export function addConstraintEffects(op: AddConstraint, env: EffectsEnvironment): readonly EffectsPart[] {
  const { constraint } = op;
  const family = familyNamed(env.catalog, op.table, op.only);
  switch (constraint.type) {
    case 'foreignKey':
      return addForeignKey(constraint, family, env);
    case 'primaryKey':
    case 'unique':
      return addKey(constraint, op, family, env);
    case 'exclusion':
      return addExclusion(op, family, env);
    case 'check':
      return constraint.notValid || !constraint.enforced
        ? [familyLock(op, env, 'ACCESS EXCLUSIVE')]
        : [familyLock(op, env, 'ACCESS EXCLUSIVE'), scanPart(env.catalog, family, 'the CHECK constraint is validated')];
    case 'notNull':
      return [
        familyLock(op, env, 'ACCESS EXCLUSIVE'),
        ...(constraint.notValid ? [] : notNullParts(constraint.column, family, env)),
      ];
  }
}

function addForeignKey(
  constraint: ForeignKeyConstraint,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  const [table] = family;
  if (table?.relation?.kind === 'partitionedTable') {
    const partitions = env.catalog.partitionsOf(table.name);
    const own = { locks: [lock(env.catalog, table, 'SHARE ROW EXCLUSIVE')] };
    return [own, ...partitionKeyParts(keyOf(constraint, env), partitions, env)];
  }
  const locks = foreignKeyLocks(constraint, family, env);
  return constraint.notValid || !constraint.enforced
    ? [locks]
    : [locks, foreignKeyValidation(constraint.references, family, env)];
}

function addKey(
  constraint: KeyConstraint,
  op: AddConstraint,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  const { catalog } = env;
  const [table, ...below] = family;
  const isPrimary = constraint.type === 'primaryKey';
  const columns = keyColumns(constraint, op, env);
  const setsNotNull = isPrimary && columns.some((column) => table?.relation?.columns.get(column)?.notNull !== true);
  const belowMode: LockMode = setsNotNull ? 'ACCESS EXCLUSIVE' : 'SHARE';
  const locks = [
    ...(table === undefined ? [] : [lock(catalog, table, 'ACCESS EXCLUSIVE')]),
    ...partitionsOnly(below).map((target) => lock(catalog, target, belowMode)),
  ];
  const proofs = isPrimary ? columns.flatMap((column) => notNullParts(column, family.slice(0, 1), env)) : [];
  return constraint.usingIndex === undefined
    ? [
        { locks },
        ...proofs,
        buildPart(catalog, [...family.slice(0, 1), ...partitionsOnly(below)], 'the key needs an index'),
      ]
    : [{ locks }, ...proofs, adoptedIndexLock(constraint, op, env)];
}

/** Children by inheritance have indexes of their own; a key of a partitioned table reaches into its partitions. */
const partitionsOnly = (targets: readonly Target[]): readonly Target[] =>
  targets.filter(({ relation }) => relation?.partitionOf !== undefined);

function keyColumns(constraint: KeyConstraint, op: AddConstraint, env: EffectsEnvironment): readonly string[] {
  if (constraint.usingIndex === undefined) return constraint.columns;
  const index = usedIndex(constraint, op, env);
  return index?.elements.flatMap(({ column }) => column ?? []) ?? [];
}

function usedIndex({ usingIndex }: KeyConstraint, op: AddConstraint, { catalog }: EffectsEnvironment) {
  if (usingIndex === undefined) return undefined;
  return indexNamed(catalog, { schema: targetNamed(catalog, op.table).name.schema, name: usingIndex });
}

/** The index takes the constraint's name where the two differ. */
function adoptedIndexLock(constraint: KeyConstraint, op: AddConstraint, env: EffectsEnvironment): EffectsPart {
  const index = usedIndex(constraint, op, env);
  if (index === undefined) return {};
  const isRenamed = constraint.name !== undefined && constraint.name !== index.name.name;
  return { locks: [lockIndex(env.catalog, index, isRenamed ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE')] };
}

const addExclusion = (
  op: AddConstraint,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] => [
  familyLock({ table: op.table, only: true }, env, 'ACCESS EXCLUSIVE'),
  buildPart(env.catalog, [...family.slice(0, 1), ...partitionsOnly(family)], 'the exclusion constraint needs an index'),
];

function constraintOf(relation: Relation | undefined, name: string): Constraint | undefined {
  return relation?.constraints.get(name);
}

export function dropConstraintEffects(op: DropConstraint, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const target = targetNamed(catalog, op.table);
  const constraint = constraintOf(target.relation, op.constraint);
  const isKey = constraint?.definition.type === 'primaryKey' || constraint?.definition.type === 'unique';
  const pointing = isKey && op.cascade ? keysPointingAt(catalog, target.relation, constraint.columns) : [];
  return [
    familyLock(op, env, 'ACCESS EXCLUSIVE'),
    constraint === undefined ? {} : droppedForeignKeyLocks(catalog, [constraint]),
    { locks: lockIndexes(catalog, target, 'ACCESS EXCLUSIVE', (index) => index.constraint === op.constraint) },
    { locks: pointing.map(({ table }) => lock(catalog, targetNamed(catalog, table.name), 'ACCESS EXCLUSIVE')) },
  ];
}

export function validateConstraintEffects(op: ValidateConstraint, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const target = targetNamed(catalog, op.table);
  const constraint = constraintOf(target.relation, op.constraint);
  if (constraint?.references !== undefined) return validateForeignKey(constraint, target, env);
  const family = op.only ? [target] : familyOf(catalog, target);
  const locks = { locks: family.map((each) => lock(catalog, each, 'SHARE UPDATE EXCLUSIVE')) };
  if (constraint?.validated === true) return [locks];
  const because = `every row is checked against ${op.constraint}`;
  return [locks, scanPart(catalog, family, because, constraint !== undefined)];
}

function validateForeignKey(
  { references, validated }: Constraint,
  target: Target,
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  if (references === undefined) return [];
  const locks = {
    locks: [
      ...familyOf(env.catalog, target).map((each) => lock(env.catalog, each, 'SHARE UPDATE EXCLUSIVE')),
      ...(validated ? [] : [lock(env.catalog, targetNamed(env.catalog, references.table), 'ROW SHARE')]),
    ],
  };
  return validated ? [locks] : [locks, foreignKeyValidation(references.table, familyOf(env.catalog, target), env)];
}

export function renameConstraintEffects(op: RenameConstraint, env: EffectsEnvironment): readonly EffectsPart[] {
  const target = targetNamed(env.catalog, op.table);
  return [
    familyLock(op, env, 'ACCESS EXCLUSIVE'),
    {
      locks: lockIndexes(env.catalog, target, 'SHARE UPDATE EXCLUSIVE', (index) => index.constraint === op.constraint),
    },
  ];
}
