import type { LockMode } from '../core/lock-mode.js';
import type { WrittenName } from '../core/name.js';
import type {
  AlterSequence,
  ChangeOwner,
  CommentOn,
  CreateFunction,
  CreateSequence,
  CreateStatistics,
  Grant,
  ObjectType,
  PublicationChange,
  RenameObject,
  SetObjectSchema,
} from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { ownedSequenceLocks } from './owned-sequences.js';
import { rewrittenLocks } from './reads.js';
import { indexLock } from './table-settings.js';
import { lock, targetNamed } from './targets.js';

const relationTypes: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'table',
  'foreign table',
  'view',
  'materialized view',
  'sequence',
]);

const on = (name: WrittenName, mode: LockMode, { catalog }: EffectsEnvironment): EffectsPart => ({
  locks: [lock(catalog, targetNamed(catalog, name), mode)],
});

/** `ALTER INDEX … RENAME` has been light since 12; the same by ALTER TABLE is not. */
export function renameObjectEffects(op: RenameObject, env: EffectsEnvironment): readonly EffectsPart[] {
  const { object, objectType } = op;
  if (op.ifExists && relationTypes.has(objectType) && isAbsent(object, env)) return [];
  if (objectType === 'index' || relationTypes.has(objectType)) {
    const light = objectType === 'index' && !op.viaTable;
    const mode = light ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    return [indexLock({ table: object }, env, objectType === 'index', mode) ?? on(object, 'ACCESS EXCLUSIVE', env)];
  }
  return object.on === undefined || objectType === 'domain constraint' ? [] : [on(object.on, 'ACCESS EXCLUSIVE', env)];
}

const isAbsent = (name: WrittenName, { catalog }: EffectsEnvironment): boolean =>
  catalog.relation(name) === 'absent' && catalog.index(name) === 'absent';

export const moveObjectEffects = (
  op: SetObjectSchema | ChangeOwner,
  env: EffectsEnvironment,
): readonly EffectsPart[] =>
  relationTypes.has(op.objectType) && !('ifExists' in op && op.ifExists && isAbsent(op.object, env))
    ? [on(op.object, 'ACCESS EXCLUSIVE', env), ownedSequenceLocks(targetNamed(env.catalog, op.object).relation, env)]
    : [];

/** Before 18 rights on a table were changed without any lock on it. */
export function grantEffects(op: Grant, env: EffectsEnvironment): readonly EffectsPart[] {
  const isLocked = env.server.version >= 18 && (relationTypes.has(op.objectType) || op.objectType === 'column');
  return isLocked ? op.objects.map((object) => on(object.on ?? object, 'ACCESS SHARE', env)) : [];
}

export function commentEffects({ objectType, object }: CommentOn, env: EffectsEnvironment): readonly EffectsPart[] {
  if (relationTypes.has(objectType)) return [on(object, 'SHARE UPDATE EXCLUSIVE', env)];
  if (objectType === 'index') return [indexLock({ table: object }, env, true, 'SHARE UPDATE EXCLUSIVE') ?? {}];
  if (object.on === undefined || objectType === 'domain constraint') return [];
  return [on(object.on, objectType === 'column' ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE', env)];
}

export const createStatisticsEffects = (op: CreateStatistics, env: EffectsEnvironment): readonly EffectsPart[] => [
  on(op.table, 'SHARE UPDATE EXCLUSIVE', env),
];

export const publicationEffects = (op: PublicationChange, env: EffectsEnvironment): readonly EffectsPart[] =>
  op.tables.map((table) => on(table, 'SHARE UPDATE EXCLUSIVE', env));

export const createSequenceEffects = (op: CreateSequence, env: EffectsEnvironment): readonly EffectsPart[] =>
  ownerLock(op, env);

export const alterSequenceEffects = (op: AlterSequence, env: EffectsEnvironment): readonly EffectsPart[] => {
  const target = targetNamed(env.catalog, op.sequence);
  const own = { ...lock(env.catalog, target, 'SHARE ROW EXCLUSIVE'), target: 'sequence' as const };
  return op.ifExists && env.catalog.relation(op.sequence) === 'absent' ? [] : [{ locks: [own] }, ...ownerLock(op, env)];
};

const ownerLock = ({ options }: CreateSequence | AlterSequence, env: EffectsEnvironment): readonly EffectsPart[] =>
  options.ownedBy === undefined || options.ownedBy === null ? [] : [on(options.ownedBy.table, 'ACCESS SHARE', env)];

/** The body of an SQL function is checked when it is made, so that what it reads is opened, also through views. */
export function createFunctionEffects(op: CreateFunction, env: EffectsEnvironment): readonly EffectsPart[] {
  const isParsed = op.language === 'sql' && env.session.settings.get('check_function_bodies') !== 'off';
  if (!isParsed) return [];
  const { relations, modifies = [] } = op.references;
  return [rewrittenLocks(relations, env), ...modifies.map((table) => on(table, 'ROW EXCLUSIVE', env))];
}
