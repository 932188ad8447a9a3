import type { Policy } from '../catalog/model.js';
import { conjunctsOf } from '../effects/expression-use.js';
import { type Expression, walk } from '../sql/expression.js';
import { isAuthCall, isSettingCall, withoutWrapping } from './policy-calls.js';
import { conditionsOf } from './written-policies.js';

const isServiceRole = (part: Expression): boolean => {
  const bare = withoutWrapping(part);
  return bare.kind === 'constant' && bare.value === 'service_role';
};

/** `auth.role() = 'service_role'`, `auth.jwt() ->> 'role' = 'service_role'` and what is bound to it by AND. */
const asksForServiceRole = (condition: Expression): boolean =>
  conjunctsOf(condition).some(
    (part) =>
      part.kind === 'operator' &&
      part.operator === '=' &&
      part.operands.some(isServiceRole) &&
      [...walk(part)].some((inner) => isAuthCall(inner) || isSettingCall(inner)),
  );

/** A policy for service_role alone, which bypasses row level security on Supabase. */
export function isForServer(policy: Policy): boolean {
  if (policy.roles.every((role) => role === 'service_role')) return true;
  const conditions = conditionsOf(policy);
  return conditions.length > 0 && conditions.every(asksForServiceRole);
}
