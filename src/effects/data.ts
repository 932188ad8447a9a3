import type { Constraint, Relation } from '../catalog/model.js';
import { formatQualified } from '../core/name.js';
import type { Copy, Delete, Insert, Merge, Truncate, Update } from '../sql/operation.js';
import type { LockEffect } from './effects.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { relationsIn } from './expression-use.js';
import { foreignKeysOf, keysPointingAt } from './foreign-keys.js';
import { plannedLocks } from './reads.js';
import { rewritePart } from './rewrites.js';
import { familyNamed, familyOf, lock, lockIndexes, relationNamed, type Target, targetNamed } from './targets.js';

export function insertEffects(op: Insert, env: EffectsEnvironment): readonly EffectsPart[] {
  const relation = relationNamed(env.catalog, op.table);
  const written = foreignKeysOf(relation).filter(
    ({ columns }) =>
      op.source !== 'default' && (op.columns.length === 0 || columns.every((column) => op.columns.includes(column))),
  );
  return [
    targetLocks(op, env),
    readLocks(op, env),
    { locks: written.flatMap((key) => checkLocks(key, op.source === 'values', env)) },
  ];
}

/** Rows are found through the table's indexes, which are opened in the mode of the table. */
export function updateEffects(op: Update, env: EffectsEnvironment): readonly EffectsPart[] {
  const relation = relationNamed(env.catalog, op.table);
  const written = foreignKeysOf(relation).filter(({ columns }) =>
    columns.some((column) => op.columns.includes(column)),
  );
  return [
    plannedLocks([op.table], env, 'ROW EXCLUSIVE'),
    readLocks(op, env),
    { locks: written.flatMap((key) => checkLocks(key, false, env)) },
    { locks: pointingLocks(relation, op.columns, env) },
  ];
}

export const deleteEffects = (op: Delete, env: EffectsEnvironment): readonly EffectsPart[] => [
  plannedLocks([op.table], env, 'ROW EXCLUSIVE'),
  readLocks(op, env),
  { locks: pointingLocks(relationNamed(env.catalog, op.table), undefined, env) },
];

export const mergeEffects = (op: Merge, env: EffectsEnvironment): readonly EffectsPart[] => [
  plannedLocks([op.table], env, 'ROW EXCLUSIVE'),
  readLocks(op, env),
];

const targetLocks = ({ table }: Pick<Insert, 'table'>, { catalog }: EffectsEnvironment): EffectsPart => {
  const [target, ...partitions] = familyNamed(catalog, table);
  return {
    locks: [
      ...(target === undefined ? [] : [lock(catalog, target, 'ROW EXCLUSIVE')]),
      ...partitions
        .filter(({ relation }) => relation?.partitionOf !== undefined)
        .map((partition) => lock(catalog, partition, 'ROW EXCLUSIVE', false)),
    ],
  };
};

function readLocks(
  { table, reads, expressions, locking }: Insert | Update | Delete | Merge,
  env: EffectsEnvironment,
): EffectsPart {
  const own = formatQualified(env.catalog.resolve(table));
  const others = [...reads, ...relationsIn(expressions)];
  return plannedLocks(
    others.filter((name) => own !== formatQualified(env.catalog.resolve(name))),
    env,
    locking ? 'ROW SHARE' : 'ACCESS SHARE',
  );
}

/** A written row looks up the row that it points at. Deferred constraints look at COMMIT. */
function checkLocks(
  { references, definition }: Constraint,
  certain: boolean,
  env: EffectsEnvironment,
): readonly LockEffect[] {
  if (references === undefined || definition.initiallyDeferred) return [];
  const target = targetNamed(env.catalog, references.table);
  return [
    lock(env.catalog, target, 'ROW SHARE', certain),
    ...lockIndexes(env.catalog, target, 'ROW SHARE', undefined, certain),
  ];
}

/** Each row that goes, or changes its key, is looked for in the tables that point at it. */
function pointingLocks(
  relation: Relation | undefined,
  columns: readonly string[] | undefined,
  env: EffectsEnvironment,
): readonly LockEffect[] {
  return keysPointingAt(env.catalog, relation, columns).flatMap(({ table, constraint: { definition } }) => {
    if (definition.type !== 'foreignKey' || definition.initiallyDeferred) return [];
    const action = (columns === undefined ? definition.onDelete : definition.onUpdate) ?? 'no action';
    const mode = action === 'no action' || action === 'restrict' ? 'ROW SHARE' : 'ROW EXCLUSIVE';
    return [lock(env.catalog, { name: table.name, relation: table }, mode, false)];
  });
}

export function copyEffects(op: Copy, env: EffectsEnvironment): readonly EffectsPart[] {
  if (op.table === undefined) return [];
  if (op.direction === 'from') return [targetLocks({ table: op.table }, env)];
  return [{ locks: [lock(env.catalog, targetNamed(env.catalog, op.table), 'ACCESS SHARE')] }];
}

/** The old files are thrown away: new, empty ones for the table and its indexes. CASCADE goes on along foreign keys. */
export function truncateEffects(op: Truncate, env: EffectsEnvironment): readonly EffectsPart[] {
  const emptied = op.cascade ? withReferencing(op, env) : op.tables.flatMap((table) => familyNamed(env.catalog, table));
  return emptied.flatMap((target) => [
    { locks: [lock(env.catalog, target, 'ACCESS EXCLUSIVE')] },
    rewritePart(env.catalog, [target], 'TRUNCATE replaces its files by empty ones'),
  ]);
}

function withReferencing(op: Truncate, { catalog }: EffectsEnvironment): readonly Target[] {
  const found = new Map<string, Target>();
  const queue = op.tables.flatMap((table) => familyNamed(catalog, table));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const key = formatQualified(next.name);
    if (found.has(key)) continue;
    found.set(key, next);
    queue.push(
      ...keysPointingAt(catalog, next.relation).flatMap(({ table }) =>
        familyOf(catalog, { name: table.name, relation: table }),
      ),
    );
  }
  return [...found.values()];
}
