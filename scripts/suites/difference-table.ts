import type { Difference } from './differences.js';

/** The rows of `docs/other-linters.md` about one direction. */
export const differenceTable = (differences: readonly Difference[], reported: Difference['reported']): string =>
  [
    '| case | why |',
    '|---|---|',
    ...differences
      .filter((difference) => difference.reported === reported)
      .map(({ suite, rule, sql, why }) => `| ${sql} (${suite}, ${rule}) | ${why} |`),
  ].join('\n');
