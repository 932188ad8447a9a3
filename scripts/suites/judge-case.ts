import type { Parser } from '../../src/sql/parser.js';
import type { Difference } from './differences.js';
import type { Case } from './read-cases.js';
import { rulesThatSpeak } from './run-case.js';

export type Verdict =
  | { readonly kind: 'agrees' | 'wrong'; readonly spoke: readonly string[] }
  /** We differ, and `differences` says why. */
  | { readonly kind: 'on purpose'; readonly difference: Difference }
  /** We are silent, and rules that would ask the same question are not written yet. */
  | { readonly kind: 'no rule'; readonly wanted: readonly string[] };

export interface Judge {
  readonly parser: Parser;
  readonly suite: string;
  /** Ids of the rules that we have. */
  readonly known: ReadonlySet<string>;
  readonly differences: readonly Difference[];
}

/** @param ids our rules that ask what the rule of the case asks, whether they exist yet or not */
export function judgeCase({ parser, suite, known, differences }: Judge, test: Case, ids: readonly string[]): Verdict {
  const wanted = ids.filter((id) => !known.has(id));
  if (wanted.length === ids.length) return { kind: 'no rule', wanted };
  const speaking = rulesThatSpeak(parser, test);
  const spoke = ids.filter((id) => speaking.has(id));
  if (spoke.length > 0 === (test.expect === 'flag')) return { kind: 'agrees', spoke };
  const difference = differences.find(
    ({ cases, ...one }) => one.suite === suite && one.rule === test.rule && cases.includes(test.name),
  );
  if (difference && (difference.reported === 'here') === spoke.length > 0) return { kind: 'on purpose', difference };
  if (spoke.length === 0 && wanted.length > 0) return { kind: 'no rule', wanted };
  return { kind: 'wrong', spoke };
}
