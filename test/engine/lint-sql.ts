import type { FileReport, Finding } from '../../src/core/report.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import { type HistoryInput, lintHistory } from '../../src/engine/lint-history.js';
import type { Example, Rule } from '../../src/engine/rule.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';

export const parser = await loadLibpgQuery();

export type Case = Omit<Example, 'reports'>;

export const lastPath = (count: number): string => `migrations/000${count}_example.sql`;

/** Lints every file of a small project; `more` replaces parts of the input. */
export function lintSql(rules: readonly Rule[], example: Case, more: Partial<HistoryInput> = {}) {
  return lintHistory({
    project: exampleProject({ ...example, reports: [] }),
    parser,
    rules: rules.map((rule) => ({ rule, severity: rule.severity, options: rule.options.parse({}) })),
    judged: () => true,
    ...more,
  });
}

export const findingsOf = (files: readonly FileReport[]): Finding[] => files.flatMap(({ findings }) => findings);
