import type { LockMode } from '../core/lock-mode.js';
import type { WrittenName } from '../core/name.js';
import { formatName } from '../core/name.js';
import type { DropColumn, RenameColumn, SetColumnAttribute, SetExpression } from '../sql/operation.js';
import { dependentViewLocks } from './dependents.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { indexUsesColumn } from './expression-use.js';
import { droppedForeignKeyLocks, foreignKeysOf, keysPointingAt } from './foreign-keys.js';
import { ownedSequenceLocks } from './owned-sequences.js';
import { rewritePart } from './rewrites.js';
import { familyNamed, lock, lockIndexes, relationNamed, targetNamed } from './targets.js';
import { typedTableLocks } from './types.js';

/** A lock on the table and everything below it, and nothing else. */
export const familyLock = (
  { table, only }: { readonly table: WrittenName; readonly only: boolean },
  { catalog }: EffectsEnvironment,
  mode: LockMode,
): EffectsPart => ({ locks: familyNamed(catalog, table, only).map((target) => lock(catalog, target, mode)) });

export function dropColumnEffects(op: DropColumn, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const family = familyNamed(catalog, op.table, op.only);
  const relation = relationNamed(catalog, op.table);
  const pointing = keysPointingAt(catalog, relation, [op.column]);
  return [
    { locks: family.map((target) => lock(catalog, target, 'ACCESS EXCLUSIVE')) },
    {
      locks: family.flatMap((target) =>
        lockIndexes(catalog, target, 'ACCESS EXCLUSIVE', (index) => indexUsesColumn(index, op.column)),
      ),
    },
    droppedForeignKeyLocks(
      catalog,
      family
        .flatMap((target) => foreignKeysOf(target.relation))
        .filter(({ columns, inherited }) => columns.includes(op.column) && inherited !== true),
    ),
    ownedSequenceLocks(relation, env, op.column),
    ...(op.cascade
      ? [
          { locks: pointing.map(({ table }) => lock(catalog, targetNamed(catalog, table.name), 'ACCESS EXCLUSIVE')) },
          dependentViewLocks(catalog, relation?.name, op.column),
        ]
      : []),
  ];
}

export function renameColumnEffects(op: RenameColumn, env: EffectsEnvironment): readonly EffectsPart[] {
  return op.objectType === 'type' || op.objectType === 'attribute'
    ? [typedTableLocks(op.table, env)]
    : [familyLock(op, env, 'ACCESS EXCLUSIVE')];
}

/** Planner hints do not stop anybody; how values are stored does. */
export const columnAttributeEffects = (op: SetColumnAttribute, env: EffectsEnvironment): readonly EffectsPart[] => [
  familyLock(
    op,
    env,
    op.attribute === 'statistics' || op.attribute === 'options' ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
  ),
];

export function setExpressionEffects(op: SetExpression, env: EffectsEnvironment): readonly EffectsPart[] {
  const column = relationNamed(env.catalog, op.table)?.columns.get(op.column);
  const locks = familyLock(op, env, 'ACCESS EXCLUSIVE');
  if (column?.generated?.stored === false) return [locks];
  const family = familyNamed(env.catalog, op.table, op.only);
  const because = `${op.column} of ${formatName(op.table)} is computed anew for every row`;
  return [locks, rewritePart(env.catalog, family, because, column?.generated !== undefined || env.server.version < 18)];
}
