import type { AlterPolicy, CreatePolicy, CreateRule, CreateTrigger, SetTriggerState } from '../sql/operation.js';
import { familyLock } from './columns.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { relationsIn } from './expression-use.js';
import { parsedLocks } from './reads.js';
import { familyNamed, lock } from './targets.js';

/** Writers would miss a trigger that appears under them; readers need not care. Partitions get it as well. */
export const createTriggerEffects = (op: CreateTrigger, { catalog }: EffectsEnvironment): readonly EffectsPart[] => [
  {
    locks: familyNamed(catalog, op.table)
      .filter(({ relation }, at) => at === 0 || relation?.partitionOf !== undefined)
      .map((target) => lock(catalog, target, 'SHARE ROW EXCLUSIVE')),
  },
];

/** A rule changes what queries mean, reads too. */
export const setTriggerStateEffects = (op: SetTriggerState, env: EffectsEnvironment): readonly EffectsPart[] => [
  familyLock(
    { table: op.table, only: true },
    env,
    op.objectType === 'rule' ? 'ACCESS EXCLUSIVE' : 'SHARE ROW EXCLUSIVE',
  ),
];

export const createRuleEffects = (op: CreateRule, env: EffectsEnvironment): readonly EffectsPart[] => [
  familyLock({ table: op.table, only: true }, env, 'ACCESS EXCLUSIVE'),
];

/** Every query on the table is planned with its policies. Tables that the policy reads are opened for the check. */
export const policyEffects = (op: CreatePolicy | AlterPolicy, env: EffectsEnvironment): readonly EffectsPart[] => [
  familyLock({ table: op.table, only: true }, env, 'ACCESS EXCLUSIVE'),
  parsedLocks(relationsIn([op.using, op.withCheck]), env),
];
