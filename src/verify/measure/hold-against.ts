import { isAtLeast, type LockMode, strongest } from '../../core/lock-mode.js';
import { formatQualified } from '../../core/name.js';
import type { Effects, RelationEffect } from '../../effects/effects.js';
import type { Agreement, Verdict } from './agreement.js';
import type { ObservedRelation } from './observed.js';

/**
 * Holds what a statement did against its effects, relation by relation. Silent about what cannot be told: a lock that was
 * held already, and what effects do not claim for certain and did not happen.
 */
export function holdAgainst(observed: readonly ObservedRelation[], effects: readonly Effects[]): readonly Agreement[] {
  const claims = toClaims(effects);
  return observed.flatMap((one) => {
    const locks = claims.locks.get(nameOf(one)) ?? renamedClaims(claims.locks, one);
    return [
      ...lockAgreement(one, locks),
      ...factAgreement(one, 'rewrite', claims.rewrites, one.rewritten),
      ...factAgreement(one, 'index-build', claims.indexBuilds, one.indexBuilt),
    ];
  });
}

interface LockClaim {
  readonly mode: LockMode;
  readonly certain: boolean;
}

interface Claims {
  readonly locks: ReadonlyMap<string, readonly LockClaim[]>;
  /** Names, with whether it is certain. */
  readonly rewrites: ReadonlyMap<string, boolean>;
  readonly indexBuilds: ReadonlyMap<string, boolean>;
}

function toClaims(effects: readonly Effects[]): Claims {
  const locks = new Map<string, LockClaim[]>();
  for (const { relation, mode, certain } of effects.flatMap((each) => each.locks)) {
    const name = formatQualified(relation);
    locks.set(name, [...(locks.get(name) ?? []), { mode, certain }]);
  }
  return {
    locks,
    rewrites: byName(effects.flatMap(({ rewrites }) => rewrites)),
    indexBuilds: byName(effects.flatMap(({ indexBuilds }) => indexBuilds)),
  };
}

function byName(effects: readonly RelationEffect[]): ReadonlyMap<string, boolean> {
  const names = new Map<string, boolean>();
  for (const { relation, certain } of effects) {
    const name = formatQualified(relation);
    names.set(name, certain || names.get(name) === true);
  }
  return names;
}

const nameOf = ({ relation }: ObservedRelation): string => formatQualified(relation.name);

/** A later operation of the statement knows the relation by its new name. */
const renamedClaims = <Claim>(claims: ReadonlyMap<string, Claim>, { renamed }: ObservedRelation): Claim | undefined =>
  renamed && claims.get(formatQualified(renamed.name));

function lockAgreement(one: ObservedRelation, claims: readonly LockClaim[] = []): readonly Agreement[] {
  const { lock, held } = one;
  const claimed = strongestOf(claims);
  const certain = strongestOf(claims.filter((claim) => claim.certain));
  const verdict = ((): Verdict | undefined => {
    if (certain !== undefined && !held.has(certain)) {
      return lock !== undefined && isAtLeast(lock, certain) ? 'missed' : 'claimed-more';
    }
    if (lock === undefined) return undefined;
    if (claimed === undefined) return isPassing(one, lock) ? undefined : 'missed';
    return isAtLeast(claimed, lock) ? 'agrees' : 'missed';
  })();
  return verdict === undefined
    ? []
    : [agreement(one, 'lock', verdict, { claimed: certain ?? claimed, measured: lock })];
}

/** Indexes and sequences are opened along with tables, which keeps nobody waiting. */
const isPassing = ({ relation }: ObservedRelation, lock: LockMode): boolean =>
  'iIS'.includes(relation.kind) && !isAtLeast(lock, 'SHARE UPDATE EXCLUSIVE');

const strongestOf = (claims: readonly LockClaim[]): LockMode | undefined =>
  claims
    .map(({ mode }) => mode)
    .reduce<LockMode | undefined>((a, b) => (a === undefined ? b : strongest(a, b)), undefined);

function factAgreement(
  one: ObservedRelation,
  fact: Agreement['fact'],
  claims: ReadonlyMap<string, boolean>,
  happened: boolean,
): readonly Agreement[] {
  const certain = claims.get(nameOf(one)) ?? renamedClaims(claims, one);
  // A partitioned table has no file of its own: what is said of it, its partitions show.
  if (one.relation.kind === 'p') return [];
  if (happened) return [agreement(one, fact, certain === undefined ? 'missed' : 'agrees')];
  return certain ? [agreement(one, fact, 'claimed-more')] : [];
}

const agreement = (
  { relation }: ObservedRelation,
  fact: Agreement['fact'],
  verdict: Verdict,
  modes: Pick<Agreement, 'claimed' | 'measured'> = {},
): Agreement => ({ fact, relation: relation.name, kind: relation.kind, verdict, ...modes });
