import type { WrittenName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import { builtinVolatility } from './builtin-volatility.js';

// Of the stable functions those whose value is that of a moment or a session. Most others are stable for the sake of one
// variant only (`length`), or of settings that hardly change.
const momentaryNames: ReadonlySet<string> = new Set(
  (
    'current_catalog current_database current_date current_role current_schema current_setting current_time ' +
    'current_timestamp current_user inet_client_addr localtime localtimestamp now pg_backend_pid session_user ' +
    'statement_timestamp system_user transaction_timestamp txid_current user'
  ).split(' '),
);

const platformNames: ReadonlySet<string> = new Set(['uid', 'role', 'email', 'jwt']);

/** A function of PostgreSQL whose value differs from one moment, session or call to the next. */
export const isMomentary = ({ schema, name }: WrittenName): boolean =>
  schema === 'auth'
    ? platformNames.has(name)
    : builtinVolatility(name, schema) === 'volatile' ||
      ((schema === undefined || schema === 'pg_catalog') && momentaryNames.has(name));

export function momentaryCall(expression: Expression): WrittenName | undefined {
  for (const part of walk(expression)) if (part.kind === 'call' && isMomentary(part.name)) return part.name;
  return undefined;
}

const clocks: ReadonlySet<string> = new Set(
  'clock_timestamp current_date current_timestamp localtimestamp now statement_timestamp transaction_timestamp'.split(
    ' ',
  ),
);

const readsClock = (expression: Expression): boolean => {
  const call = momentaryCall(expression);
  return call !== undefined && clocks.has(call.name);
};

/**
 * A part of the condition that holds now and may not hold later, although the row stays as it is. A time that is compared
 * to be before now stays before it.
 */
export function passingCondition(expression: Expression): WrittenName | undefined {
  if (expression.kind === 'and' || expression.kind === 'or') {
    for (const operand of expression.operands) {
      const found = passingCondition(operand);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return staysTrue(expression) ? undefined : momentaryCall(expression);
}

function staysTrue(expression: Expression): boolean {
  if (expression.kind !== 'operator') return false;
  const [left, right] = expression.operands;
  if (left === undefined || right === undefined || expression.operands.length !== 2) return false;
  if (expression.operator === '<' || expression.operator === '<=')
    return readsClock(right) && momentaryCall(left) === undefined;
  if (expression.operator === '>' || expression.operator === '>=')
    return readsClock(left) && momentaryCall(right) === undefined;
  return false;
}
