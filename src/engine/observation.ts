import type { z } from 'zod';
import type { Direction } from '../core/migration.js';
import type { AnyProblem } from './listeners.js';
import type { Problem, RuleDefinition } from './rule.js';

/** One problem that a run on a PostgreSQL showed, with the rule that it is reported as. */
export interface Observation {
  readonly ruleId: string;
  readonly problem: AnyProblem;
  /** Absent: it is about the project as a whole. */
  readonly at?: ObservedPlace | undefined;
}

export interface ObservedPlace {
  /** Of the section. */
  readonly path: string;
  readonly direction: Direction;
  /** Index in the section; absent: the section as a whole. */
  readonly statement?: number | undefined;
}

/** What was observed under a rule; messages and their slots are checked by the compiler. */
export const observe = <Id extends string, Messages extends Record<string, string>, Schema extends z.ZodType>(
  rule: RuleDefinition<Id, Messages, Schema>,
  problem: Problem<Messages>,
  at?: ObservedPlace | undefined,
): Observation => ({ ruleId: rule.id, problem, at });
