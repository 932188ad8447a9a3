import type { Finding } from '../core/report.js';

/** Counts, from 1, how often a fingerprint came up in a file: the same statement may stand in it twice. */
export function createOccurrences(): (finding: Finding) => number {
  const seen = new Map<string, number>();
  return ({ path, fingerprint }) => {
    const key = `${path}\n${fingerprint}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count;
  };
}
