import type { Catalog } from '../catalog/catalog.js';
import type { EffectsPart } from './environment.js';
import { hasIndexes, lockIndexes, relationEffect, type Target, withStorage } from './targets.js';

/** All rows are written anew, and all indexes are built anew with them, under ACCESS EXCLUSIVE. */
export function rewritePart(
  catalog: Catalog,
  targets: readonly Target[],
  because: string,
  certain = true,
): EffectsPart {
  const stored = withStorage(targets);
  return {
    rewrites: stored.map((target) => relationEffect(catalog, target, because, certain)),
    indexBuilds: stored
      .filter((target) => hasIndexes(catalog, target))
      .map((target) => relationEffect(catalog, target, `the rewrite builds every index anew: ${because}`, certain)),
    locks: stored.flatMap((target) => lockIndexes(catalog, target, 'ACCESS EXCLUSIVE', undefined, certain)),
  };
}

export const scanPart = (
  catalog: Catalog,
  targets: readonly Target[],
  because: string,
  certain = true,
): EffectsPart => ({
  scans: withStorage(targets).map((target) => relationEffect(catalog, target, because, certain)),
});

export const buildPart = (
  catalog: Catalog,
  targets: readonly Target[],
  because: string,
  certain = true,
): EffectsPart => ({
  indexBuilds: withStorage(targets).map((target) => relationEffect(catalog, target, because, certain)),
});
