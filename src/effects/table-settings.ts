import type { LockMode } from '../core/lock-mode.js';
import type {
  ClusterOn,
  SetAccessMethod,
  SetInheritance,
  SetLogged,
  SetOptions,
  SetReplicaIdentity,
  SetTablespace,
} from '../sql/operation.js';
import { familyLock } from './columns.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { rewritePart } from './rewrites.js';
import { indexNamed, lock, lockIndex, lockIndexes, targetNamed } from './targets.js';

type OnTable = { readonly table: SetOptions['table'] };

const own = (op: OnTable, env: EffectsEnvironment, mode: LockMode): EffectsPart =>
  familyLock({ table: op.table, only: true }, env, mode);

/** Options that running queries depend on; the others only steer later writes and vacuum. */
const exclusiveOptions: ReadonlySet<string> = new Set([
  'user_catalog_table',
  'fastupdate',
  'gin_pending_list_limit',
  'buffering',
  'autosummarize',
  'pages_per_range',
  'security_barrier',
  'security_invoker',
  'check_option',
]);

export function setOptionsEffects(op: SetOptions, env: EffectsEnvironment): readonly EffectsPart[] {
  const isView = op.objectType === 'view' || targetNamed(env.catalog, op.table).relation?.kind === 'view';
  const isExclusive = isView || Object.keys(op.options).some((name) => exclusiveOptions.has(name));
  const mode = isExclusive ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
  return [indexLock(op, env, op.objectType === 'index', mode) ?? own(op, env, mode)];
}

/** The lock on an index that a table's name may stand for; absent where it is a table after all. */
export function indexLock(
  op: OnTable,
  { catalog }: EffectsEnvironment,
  saidIndex: boolean,
  mode: LockMode,
): EffectsPart | undefined {
  const index = indexNamed(catalog, op.table);
  if (index !== undefined) return { locks: [lockIndex(catalog, index, mode)] };
  if (!saidIndex) return undefined;
  return { locks: [{ relation: catalog.resolve(op.table), target: 'index', mode, visible: 'yes', certain: true }] };
}

export function setTablespaceEffects(op: SetTablespace, env: EffectsEnvironment): readonly EffectsPart[] {
  const index = indexLock(op, env, op.objectType === 'index', 'ACCESS EXCLUSIVE');
  if (index !== undefined) return [index];
  const target = targetNamed(env.catalog, op.table);
  const { rewrites = [] } = rewritePart(
    env.catalog,
    [target],
    `the table is copied to the tablespace ${op.tablespace}`,
  );
  // Moving a table to where it is does nothing, and pg_default is where tables are.
  return [own(op, env, 'ACCESS EXCLUSIVE'), op.tablespace === 'pg_default' ? {} : { rewrites }];
}

export function setAccessMethodEffects(op: SetAccessMethod, env: EffectsEnvironment): readonly EffectsPart[] {
  const isSame = op.method === undefined || op.method === 'heap';
  const target = targetNamed(env.catalog, op.table);
  return [
    own(op, env, 'ACCESS EXCLUSIVE'),
    isSame ? {} : rewritePart(env.catalog, [target], `rows are stored by another access method, ${op.method}`),
  ];
}

export function setLoggedEffects(op: SetLogged, env: EffectsEnvironment): readonly EffectsPart[] {
  const target = targetNamed(env.catalog, op.table);
  const isAlready = target.relation !== undefined && (target.relation.persistence === 'unlogged') === !op.logged;
  const because = op.logged ? 'the table is written to the log' : 'the table is copied to an unlogged one';
  return [own(op, env, 'ACCESS EXCLUSIVE'), isAlready ? {} : rewritePart(env.catalog, [target], because)];
}

export function clusterOnEffects(op: ClusterOn, env: EffectsEnvironment): readonly EffectsPart[] {
  const target = targetNamed(env.catalog, op.table);
  return [
    own(op, env, 'SHARE UPDATE EXCLUSIVE'),
    { locks: lockIndexes(env.catalog, target, 'SHARE UPDATE EXCLUSIVE', ({ name }) => name.name === op.index) },
  ];
}

export function replicaIdentityEffects(op: SetReplicaIdentity, env: EffectsEnvironment): readonly EffectsPart[] {
  const target = targetNamed(env.catalog, op.table);
  return [
    own(op, env, 'ACCESS EXCLUSIVE'),
    { locks: lockIndexes(env.catalog, target, 'SHARE', ({ name }) => name.name === op.index) },
  ];
}

export const setInheritanceEffects = (op: SetInheritance, env: EffectsEnvironment): readonly EffectsPart[] => [
  own(op, env, 'ACCESS EXCLUSIVE'),
  {
    locks: [
      lock(env.catalog, targetNamed(env.catalog, op.parent), op.inherit ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE'),
    ],
  },
];
