import { strongest } from '../core/lock-mode.js';
import { formatQualified, type QualifiedName } from '../core/name.js';
import type { Finding, LockFact } from '../core/report.js';
import type { Effects } from '../effects/effects.js';

type EffectFacts = Pick<Finding, 'locks' | 'rewrites' | 'scans'>;

const none: EffectFacts = { locks: [], rewrites: [], scans: [] };
// Several rules find something in one operation.
const known = new WeakMap<Effects, EffectFacts>();

/** What reports say of effects: the strongest lock on each relation, and the names of the tables. */
export function effectFacts(effects: readonly Effects[]): EffectFacts {
  const [first, second] = effects;
  if (first === undefined) return none;
  if (second !== undefined) return factsOf(effects);
  const facts = known.get(first) ?? factsOf(effects);
  known.set(first, facts);
  return facts;
}

function factsOf(effects: readonly Effects[]): EffectFacts {
  return {
    locks: strongestLocks(effects),
    rewrites: relations(effects.flatMap(({ rewrites }) => rewrites)),
    scans: relations(effects.flatMap(({ scans }) => scans)),
  };
}

function strongestLocks(effects: readonly Effects[]): LockFact[] {
  const byRelation = new Map<string, LockFact>();
  for (const { relation, mode } of effects.flatMap(({ locks }) => locks)) {
    const name = formatQualified(relation);
    const before = byRelation.get(name);
    byRelation.set(name, { relation: name, mode: before ? strongest(before.mode, mode) : mode });
  }
  return [...byRelation.values()];
}

export const relations = (effects: readonly { readonly relation: QualifiedName }[]): string[] => [
  ...new Set(effects.map(({ relation }) => formatQualified(relation))),
];
