import type { Rule } from '../../src/engine/rule.js';

/** Everything of the rules that may be run. */
export const allSql = (rules: readonly Rule[]): readonly string[] =>
  rules.flatMap(({ examples, docs }) => [
    docs.workaround,
    ...examples.flatMap(({ given = [], sql, down = '', after = [] }) => [...[given].flat(), sql, down, ...after]),
  ]);
