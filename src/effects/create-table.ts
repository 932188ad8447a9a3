import { formatQualified } from '../core/name.js';
import type { ConstraintDefinition, CreateTable, CreateTableAs } from '../sql/operation.js';
import type { RelationEffect } from './effects.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { foreignKeyLocks } from './foreign-keys.js';
import { newPartitionParts } from './partitions.js';
import { parsedLocks, queryLocks, relationsOf } from './reads.js';
import { hasIndexes, lock, relationNamed, targetNamed } from './targets.js';

/** The new table itself is nobody else's; what it refers to is. */
export function createTableEffects(op: CreateTable, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  if (op.ifNotExists && relationNamed(catalog, op.table) !== undefined) return [];
  const own = formatQualified(catalog.resolve(op.table));
  const keys = constraintsOf(op).filter((constraint) => constraint.type === 'foreignKey');
  const others = keys.filter(({ references }) => formatQualified(catalog.resolve(references)) !== own);
  return [
    ...others.map((key) => foreignKeyLocks(key, [], env)),
    { locks: op.like.map(({ source }) => lock(catalog, targetNamed(catalog, source), 'ACCESS SHARE')) },
    { locks: op.inherits.map((parent) => lock(catalog, targetNamed(catalog, parent), 'SHARE UPDATE EXCLUSIVE')) },
    ...(op.partitionOf === undefined
      ? []
      : newPartitionParts(targetNamed(catalog, op.partitionOf.parent), op.partitionOf.bound, env)),
    { indexBuilds: buildsIndexes(op, env) ? [ownBuild(op, env)] : [] },
  ];
}

const constraintsOf = (op: CreateTable): readonly ConstraintDefinition[] => [
  ...op.constraints,
  ...op.columns.flatMap(({ constraints }) => constraints),
];

function buildsIndexes(op: CreateTable, { catalog }: EffectsEnvironment): boolean {
  if (op.partitionBy !== undefined) return false;
  if (constraintsOf(op).some(({ type }) => type === 'primaryKey' || type === 'unique' || type === 'exclusion'))
    return true;
  const copied = op.like
    .filter(({ including }) => including.includes('all') || including.includes('indexes'))
    .map(({ source }) => source);
  const sources = op.partitionOf === undefined ? copied : [...copied, op.partitionOf.parent];
  return sources.some((source) => hasIndexes(catalog, targetNamed(catalog, source)));
}

const ownBuild = (op: CreateTable, { catalog }: EffectsEnvironment): RelationEffect => ({
  relation:
    op.table.schema === undefined ? { schema: catalog.creationSchema, name: op.table.name } : catalog.resolve(op.table),
  visible: 'no',
  certain: true,
  because: 'the new table has an index',
});

export function createTableAsEffects(op: CreateTableAs, env: EffectsEnvironment): readonly EffectsPart[] {
  if (op.ifNotExists && relationNamed(env.catalog, op.table) !== undefined) return [];
  return op.withData ? queryLocks(op.query, env) : [parsedLocks(relationsOf(op.query), env)];
}
