import type { Column } from '../catalog/model.js';
import { formatQualified, type WrittenName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { lock, type Target, targetNamed } from './targets.js';

/** Drawing numbers from an existing sequence locks it against ALTER SEQUENCE. */
export function sequenceLocks(expression: Expression, { catalog }: EffectsEnvironment): EffectsPart {
  return {
    locks: drawnFrom(expression).map((name) => {
      const target = targetNamed(catalog, name);
      return { ...lock(catalog, target, 'ROW EXCLUSIVE'), target: 'sequence' };
    }),
  };
}

/** Tables with a default that draws from the sequence: it goes where the sequence is dropped with CASCADE. */
export function tablesDrawingFrom(sequence: WrittenName, { catalog }: EffectsEnvironment): readonly Target[] {
  const key = formatQualified(targetNamed(catalog, sequence).name);
  const draws = ({ default: value }: Column): boolean =>
    value !== undefined && drawnFrom(value).some((name) => formatQualified(catalog.resolve(name)) === key);
  return [...catalog.relations()]
    .filter(({ columns }) => [...columns.values()].some(draws))
    .map((relation) => ({ name: relation.name, relation }));
}

/** The sequences that the expression draws numbers from. */
const drawnFrom = (expression: Expression): readonly WrittenName[] =>
  [...walk(expression)].flatMap((part) =>
    part.kind === 'call' && part.name.name === 'nextval' ? sequenceName(part.arguments[0]) : [],
  );

function sequenceName(argument: Expression | undefined): readonly WrittenName[] {
  if (argument === undefined) return [];
  if (argument.kind === 'cast') return sequenceName(argument.operand);
  if (argument.kind !== 'constant' || typeof argument.value !== 'string') return [];
  const [first = '', second] = argument.value.split('.').map((part) => part.replaceAll('"', ''));
  return [second === undefined ? { name: first } : { schema: first, name: second }];
}
