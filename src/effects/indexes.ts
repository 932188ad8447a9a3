import type { Index } from '../catalog/model.js';
import type { LockMode } from '../core/lock-mode.js';
import { formatName } from '../core/name.js';
import type { AttachIndexPartition, CreateIndex, DropIndex, Reindex } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { buildPart } from './rewrites.js';
import {
  familyNamed,
  familyOf,
  indexNamed,
  lock,
  lockIndex,
  lockIndexes,
  type Target,
  targetNamed,
  withStorage,
} from './targets.js';

export function createIndexEffects(op: CreateIndex, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const family = partitionsOf(familyNamed(catalog, op.table, op.only || op.concurrently));
  const mode = op.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  const locks = { locks: family.map((target) => lock(catalog, target, mode)) };
  if (op.ifNotExists && exists(op, env)) return [locks];
  const because = `the index ${op.index ?? ''} is built`.replace('  ', ' ');
  return [locks, buildPart(catalog, family, because)];
}

/** An index of a partitioned table reaches its partitions; one of a plain table does not reach its children. */
const partitionsOf = ([table, ...below]: readonly Target[]): readonly Target[] => [
  ...(table === undefined ? [] : [table]),
  ...below.filter(({ relation }) => relation?.partitionOf !== undefined),
];

function exists(op: CreateIndex, { catalog }: EffectsEnvironment): boolean {
  if (op.index === undefined) return false;
  return indexNamed(catalog, { schema: targetNamed(catalog, op.table).name.schema, name: op.index }) !== undefined;
}

export function dropIndexEffects(op: DropIndex, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const found = catalog.index(op.index);
  if (found === 'absent' && op.ifExists) return [];
  const mode = op.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  if (typeof found === 'string') return [unknownIndexLock(op.index, mode, env)];
  return [tableAndIndexLocks(found, mode, mode, env)];
}

function tableAndIndexLocks(index: Index, tableMode: LockMode, mode: LockMode, env: EffectsEnvironment): EffectsPart {
  const { catalog } = env;
  const [table, ...partitions] = partitionsOf(familyOf(catalog, targetNamed(catalog, index.table)));
  return {
    locks: [
      ...(table === undefined ? [] : [lock(catalog, table, tableMode)]),
      lockIndex(catalog, index, mode),
      ...partitions.map((target) => lock(catalog, target, tableMode)),
      ...partitions.flatMap((target) => lockIndexes(catalog, target, mode, (other) => isAlike(other, index))),
    ],
  };
}

/** Partitions have indexes over the same columns. */
export const isAlike = (a: Index, b: Index): boolean =>
  a.method === b.method &&
  a.unique === b.unique &&
  a.elements.length === b.elements.length &&
  a.elements.every(({ column }, at) => column !== undefined && column === b.elements[at]?.column);

const unknownIndexLock = (
  name: { readonly schema?: string | undefined; readonly name: string },
  mode: LockMode,
  { catalog }: EffectsEnvironment,
): EffectsPart => ({
  locks: [{ relation: catalog.resolve(name), target: 'index', mode, visible: 'yes', certain: true }],
});

export function reindexEffects(op: Reindex, env: EffectsEnvironment): readonly EffectsPart[] {
  if (op.target === 'index') return reindexIndex(op, env);
  return reindexedTables(op, env).flatMap((target) => reindexTable(target, op, env));
}

function reindexIndex(op: Reindex, env: EffectsEnvironment): readonly EffectsPart[] {
  if (op.name === undefined) return [];
  const [tableMode, mode] = reindexModes(op);
  const index = indexNamed(env.catalog, op.name);
  if (index === undefined) return [unknownIndexLock(op.name, mode, env)];
  const table = targetNamed(env.catalog, index.table);
  return [
    tableAndIndexLocks(index, tableMode, mode, env),
    buildPart(env.catalog, [table], `the index ${formatName(op.name)} is built anew`),
  ];
}

const reindexModes = ({ concurrently }: Reindex): readonly [LockMode, LockMode] =>
  concurrently ? ['SHARE UPDATE EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE'] : ['SHARE', 'ACCESS EXCLUSIVE'];

function reindexedTables({ target, name }: Reindex, { catalog }: EffectsEnvironment): readonly Target[] {
  if (target === 'table') return name === undefined ? [] : withStorage(familyNamed(catalog, name));
  if (target === 'system') return [];
  return [...catalog.relations()]
    .filter(({ kind }) => kind === 'table' || kind === 'materializedView')
    .filter((relation) => target === 'database' || relation.name.schema === name?.name)
    .map((relation) => ({ name: relation.name, relation }));
}

function reindexTable(target: Target, op: Reindex, env: EffectsEnvironment): readonly EffectsPart[] {
  const [tableMode, mode] = reindexModes(op);
  return [
    { locks: [lock(env.catalog, target, tableMode), ...lockIndexes(env.catalog, target, mode)] },
    buildPart(env.catalog, [target], 'every index is built anew'),
  ];
}

/** The partition's index may be used by running queries; from now on it belongs to the parent's. */
export function attachIndexEffects(op: AttachIndexPartition, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const [parent, partition] = [indexNamed(catalog, op.index), indexNamed(catalog, op.partition)];
  const tables = [parent, partition].flatMap((index) =>
    index === undefined ? [] : [targetNamed(catalog, index.table)],
  );
  return [
    { locks: tables.map((target) => lock(catalog, target, 'ACCESS SHARE')) },
    parent === undefined
      ? unknownIndexLock(op.index, 'SHARE UPDATE EXCLUSIVE', env)
      : { locks: [lockIndex(catalog, parent, 'SHARE UPDATE EXCLUSIVE')] },
    partition === undefined
      ? unknownIndexLock(op.partition, 'ACCESS EXCLUSIVE', env)
      : { locks: [lockIndex(catalog, partition, 'ACCESS EXCLUSIVE')] },
  ];
}
