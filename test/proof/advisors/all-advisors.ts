import type { Advisor } from './advisor.js';
import type { Difference } from './difference.js';
import { keyAdvisors } from './key-advisors.js';
import { policyAdvisors } from './policy-advisors.js';
import { policyDifferences } from './policy-differences.js';
import { routineAdvisors } from './routine-advisors.js';
import { schemaDifferences } from './schema-differences.js';
import { tableAdvisors } from './table-advisors.js';
import { viewAdvisors } from './view-advisors.js';

/** In the order of their numbers. */
export const advisors: readonly Advisor[] = [
  ...keyAdvisors,
  ...policyAdvisors,
  ...routineAdvisors,
  ...tableAdvisors,
  ...viewAdvisors,
].toSorted((a, b) => a.lint.localeCompare(b.lint));

/** In the order of their advisors. */
export const differences: readonly Difference[] = [...policyDifferences, ...schemaDifferences].toSorted((a, b) =>
  a.lint.localeCompare(b.lint),
);
