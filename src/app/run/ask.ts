import type { ActOptions } from './act-options.js';
import type { CircumstanceRefusal } from './act-result.js';
import type { Decision } from './decision.js';
import { productionReason } from './looks-like-production.js';
import { describeRun, type Run } from './open-run.js';

/** Asks where it must be asked; returns why it may not go on. */
export async function ask(
  run: Run,
  { steps }: Decision,
  { confirm }: ActOptions,
): Promise<CircumstanceRefusal | undefined> {
  const production = productionReason(run.target, run.settings);
  const rollsBack = steps.some(({ step }) => step.direction === 'down');
  const because = [
    ...(rollsBack ? ['migrations are rolled back, and data that their downs drop is lost'] : []),
    ...(production === undefined ? [] : [`this may be a production database: ${production}`]),
  ];
  if (confirm === undefined || because.length === 0) return undefined;
  const answer = await confirm({
    database: describeRun(run),
    because,
    steps: steps.map(({ step }) => `${step.direction === 'up' ? 'apply' : 'roll back'} ${step.migration}`),
  });
  if (answer === 'yes') return undefined;
  if (answer === 'no') return { kind: 'not-confirmed', message: 'It was not confirmed.' };
  const message = `It must be confirmed, as ${because.join('; ')}. Nobody can be asked here: give --yes.`;
  return { kind: 'not-confirmed', message };
}
