import { describe, expect, test } from 'vitest';
import type { LockMode } from '../../../src/core/lock-mode.js';
import { type Effects, noEffects } from '../../../src/effects/effects.js';
import { holdAgainst } from '../../../src/verify/measure/hold-against.js';
import type { ObservedRelation } from '../../../src/verify/measure/observed.js';

const books = { schema: 'public', name: 'books' };

const claims = (mode: LockMode, certain = true): Effects => ({
  ...noEffects,
  locks: [{ relation: books, target: 'table', mode, visible: 'yes', certain }],
});

const seen = (
  lock: LockMode | undefined,
  more: Partial<ObservedRelation> & { readonly kind?: string } = {},
): ObservedRelation => ({
  relation: { name: books, kind: more.kind ?? 'r', fileNode: '1' },
  lock,
  held: new Set(lock === undefined ? [] : [lock]),
  rewritten: false,
  indexBuilt: false,
  ...more,
});

const verdicts = (one: ObservedRelation, ...effects: readonly Effects[]): readonly string[] =>
  holdAgainst([one], effects).map(({ fact, verdict }) => `${fact} ${verdict}`);

describe('locks', () => {
  test.each([
    ['the claimed lock', 'SHARE', 'SHARE', ['lock agrees']],
    ['a stronger lock', 'ACCESS EXCLUSIVE', 'SHARE', ['lock missed']],
    ['a weaker lock', 'SHARE', 'ACCESS EXCLUSIVE', ['lock claimed-more']],
    ['no lock', undefined, 'SHARE', ['lock claimed-more']],
  ] as const)('%s was taken', (_, taken, claimed, expected) => {
    expect(verdicts(seen(taken), claims(claimed))).toEqual(expected);
  });

  test('a lock that nobody claims is missed, but for passing ones on indexes and sequences', () => {
    expect(verdicts(seen('ACCESS SHARE'))).toEqual(['lock missed']);
    expect(verdicts(seen('ACCESS SHARE', { kind: 'i' }))).toEqual([]);
    expect(verdicts(seen('ROW EXCLUSIVE', { kind: 'S' }))).toEqual([]);
    expect(verdicts(seen('ACCESS EXCLUSIVE', { kind: 'i' }))).toEqual(['lock missed']);
  });

  test('of a lock that was held before nobody can tell', () => {
    expect(verdicts(seen(undefined, { held: new Set(['SHARE']) }), claims('SHARE'))).toEqual([]);
  });

  test('what may or may not happen agrees both ways', () => {
    expect(verdicts(seen(undefined), claims('SHARE', false))).toEqual([]);
    expect(verdicts(seen('SHARE'), claims('SHARE', false))).toEqual(['lock agrees']);
    expect(verdicts(seen('EXCLUSIVE'), claims('SHARE', false))).toEqual(['lock missed']);
  });

  test('the strongest claim of all operations counts', () => {
    expect(verdicts(seen('ACCESS EXCLUSIVE'), claims('SHARE'), claims('ACCESS EXCLUSIVE'))).toEqual(['lock agrees']);
  });

  test('a relation that is renamed is known by both names', () => {
    const one = seen('ACCESS EXCLUSIVE');
    const renamed = {
      ...one,
      relation: { ...one.relation, name: { schema: 'public', name: 'titles' } },
      renamed: one.relation,
    };
    expect(verdicts(renamed, claims('ACCESS EXCLUSIVE'))).toEqual(['lock agrees']);
  });
});

describe('rewrites and index builds', () => {
  const effect = { relation: books, visible: 'yes', certain: true, because: '' } as const;
  const rewrites: Effects = { ...noEffects, rewrites: [effect] };
  const builds: Effects = { ...noEffects, indexBuilds: [effect] };

  test.each([
    ['rewrite agrees', { rewritten: true }, [rewrites]],
    ['rewrite missed', { rewritten: true }, []],
    ['rewrite claimed-more', {}, [rewrites]],
    ['index-build agrees', { indexBuilt: true }, [builds]],
    ['index-build missed', { indexBuilt: true }, []],
    ['index-build claimed-more', {}, [builds]],
  ] as const)('%s', (expected, happened, effects) => {
    expect(verdicts(seen(undefined, happened), ...effects)).toEqual([expected]);
  });

  test('a partitioned table has no rows of its own', () => {
    expect(verdicts(seen(undefined, { kind: 'p' }), rewrites)).toEqual([]);
  });
});
