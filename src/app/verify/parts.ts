import type { Finds } from '../baseline.js';
import type { VerifyOptions, VerifyPart } from './verify-options.js';

export const parts = ({ only }: Pick<VerifyOptions, 'only'>): readonly VerifyPart[] =>
  only ?? ['replay', 'measure', 'down'];

const partOfRule: ReadonlyMap<string, VerifyPart> = new Map([
  ['replay-failure', 'replay'],
  ['effects-mismatch', 'measure'],
  ['down-not-restoring', 'down'],
  ['down-loses-data', 'down'],
]);

/** The rules that a run with these options is about. */
export function findsIn(options: Pick<VerifyOptions, 'only'>): Finds {
  const asked = parts(options);
  return (ruleId) => {
    const part = partOfRule.get(ruleId);
    return part !== undefined && asked.includes(part);
  };
}
