import type { DropIdentity, SetIdentity } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { ownedSequenceLocks } from './owned-sequences.js';
import { relationNamed } from './targets.js';

/** Options go to the sequence behind the column; without any, only the column is marked. */
export function setIdentityEffects(op: SetIdentity, env: EffectsEnvironment): EffectsPart {
  const hasOptions = Object.values(op.sequence).some((option) => option !== undefined);
  const relation = relationNamed(env.catalog, op.table);
  return hasOptions ? ownedSequenceLocks(relation, env, op.column, 'SHARE ROW EXCLUSIVE') : {};
}

/** The sequence goes with the identity. */
export const dropIdentityEffects = (op: DropIdentity, env: EffectsEnvironment): EffectsPart =>
  ownedSequenceLocks(relationNamed(env.catalog, op.table), env, op.column);
