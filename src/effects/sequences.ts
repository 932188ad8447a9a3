import { type Expression, walk } from '../sql/expression.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { lock, targetNamed } from './targets.js';

/** Drawing numbers from an existing sequence locks it against ALTER SEQUENCE. */
export function sequenceLocks(expression: Expression, { catalog }: EffectsEnvironment): EffectsPart {
  const names = [...walk(expression)].flatMap((part) =>
    part.kind === 'call' && part.name.name === 'nextval' ? sequenceName(part.arguments[0]) : [],
  );
  return {
    locks: names.map((name) => {
      const target = targetNamed(catalog, name);
      return { ...lock(catalog, target, 'ROW EXCLUSIVE'), target: 'sequence' };
    }),
  };
}

function sequenceName(argument: Expression | undefined): readonly { schema?: string; name: string }[] {
  if (argument === undefined) return [];
  if (argument.kind === 'cast') return sequenceName(argument.operand);
  if (argument.kind !== 'constant' || typeof argument.value !== 'string') return [];
  const [first = '', second] = argument.value.split('.').map((part) => part.replaceAll('"', ''));
  return [second === undefined ? { name: first } : { schema: first, name: second }];
}
