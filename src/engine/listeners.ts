import type { Catalog } from '../catalog/catalog.js';
import type { Edit } from '../core/edit.js';
import type { Direction } from '../core/migration.js';
import type { Severity } from '../core/severity.js';
import type { Span } from '../core/span.js';
import type { Split } from '../core/split.js';
import type { OperationKind } from '../sql/operation.js';
import type { Moments, Rule } from './rule.js';
import type { ActiveRule } from './rule-catalogue.js';

/** A problem of any rule, its message and data no longer known to the compiler. */
export interface AnyProblem {
  readonly message: string;
  readonly at: Span;
  readonly data?: Readonly<Record<string, string>> | undefined;
  readonly workaround?: string | undefined;
  readonly fix?: readonly Edit[] | undefined;
  readonly split?: Split | undefined;
  readonly severity?: Severity | undefined;
  readonly subject?: string | undefined;
  readonly mended?: ((end: Catalog) => boolean) | undefined;
  readonly path?: string | undefined;
}

export type Moment = OperationKind | keyof Moments<never, never>;

/** One check of one active rule. */
export interface Listener {
  readonly active: ActiveRule;
  readonly check: (...args: readonly unknown[]) => Iterable<AnyProblem>;
}

/** Who listens to what, so that a statement costs no more than its listeners. */
export interface Listeners {
  of(direction: Direction, moment: Moment): readonly Listener[];
}

export function indexListeners(rules: readonly ActiveRule[]): Listeners {
  const byMoment = new Map<string, Listener[]>();
  for (const active of rules) {
    // The parameters of a check are checked where `defineRule` declares it; here they are erased, as `Rule` itself is.
    for (const [moment, check] of Object.entries(active.rule.check)) {
      for (const direction of directionsOf(active.rule, moment)) {
        const key = keyOf(direction, moment);
        byMoment.set(key, [...(byMoment.get(key) ?? []), { active, check }]);
      }
    }
  }
  return { of: (direction, moment) => byMoment.get(keyOf(direction, moment)) ?? [] };
}

/** What a file or the history holds as a whole has no direction; such checks are asked once, as `up`. */
const directionsOf = ({ directions = ['up'] }: Rule, moment: string): readonly Direction[] =>
  moment === 'history' || moment === 'suppressions' ? ['up'] : directions;

const keyOf = (direction: Direction, moment: string): string => `${direction} ${moment}`;
