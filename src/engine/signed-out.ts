import { type Expression, walk } from '../sql/expression.js';
import { isAuthCall, isSettingCall, withoutWrapping } from './policy-calls.js';

/** SQL's three values, and `unknown` for what only the row or the server knows. */
type Truth = 'true' | 'false' | 'null' | 'unknown';

/** `current_setting` raises an error for a setting that is not there, but for its second argument. */
const isMissingSetting = (expression: Expression): boolean => {
  if (expression.kind !== 'call' || !isSettingCall(expression)) return false;
  const [name, missingOk] = expression.arguments;
  return (
    name?.kind === 'constant' &&
    /^request\.jwt\b/.test(String(name.value)) &&
    missingOk?.kind === 'constant' &&
    missingOk.value === true
  );
};

/** Any part of it is NULL where nobody is signed in, and it is made by operators that give NULL then. */
function isNull(expression: Expression): boolean {
  const bare = withoutWrapping(expression);
  if (isAuthCall(bare) || isMissingSetting(bare)) return true;
  if (bare.kind === 'constant') return bare.value === null;
  if (bare.kind === 'operator') return !bare.operator.includes('DISTINCT') && bare.operands.some(isNull);
  if (bare.kind === 'call') return strictCalls.has(bare.name.name) && bare.arguments.some(isNull);
  return false;
}

const strictCalls: ReadonlySet<string> = new Set(['lower', 'upper', 'btrim', 'length', 'jsonb_extract_path_text']);

function not(truth: Truth): Truth {
  if (truth === 'true') return 'false';
  return truth === 'false' ? 'true' : truth;
}

/** `decisive` wins over all; `true` only where all are. */
function combine(truths: readonly Truth[], decisive: 'true' | 'false'): Truth {
  if (truths.includes(decisive)) return decisive;
  if (truths.includes('unknown')) return 'unknown';
  return truths.includes('null') ? 'null' : not(decisive);
}

function truthOf(condition: Expression): Truth {
  const bare = withoutWrapping(condition);
  if (isNull(bare)) return 'null';
  switch (bare.kind) {
    case 'constant':
      return typeof bare.value === 'boolean' ? (bare.value ? 'true' : 'false') : 'unknown';
    case 'nullTest':
      return isNull(bare.operand) ? (bare.negated ? 'false' : 'true') : 'unknown';
    case 'and':
      return combine(bare.operands.map(truthOf), 'false');
    case 'or':
      return combine(bare.operands.map(truthOf), 'true');
    case 'not':
      return bare.operands[0] ? not(truthOf(bare.operands[0])) : 'unknown';
    case 'call':
      return bare.name.name === 'coalesce' ? firstNotNull(bare.arguments) : 'unknown';
    default:
      return 'unknown';
  }
}

function firstNotNull(operands: readonly Expression[]): Truth {
  for (const operand of operands) {
    const truth = truthOf(operand);
    if (truth !== 'null') return truth;
  }
  return 'null';
}

const asksWhoItIs = (condition: Expression): boolean =>
  [...walk(condition)].some((part) => isAuthCall(part) || isMissingSetting(part));

/** The condition asks who sent the request, and lets every row through where nobody is signed in. */
export const letsSignedOutThrough = (condition: Expression): boolean =>
  asksWhoItIs(condition) && truthOf(condition) === 'true';
