import { describe, expect, test } from 'vitest';
import { rules } from '../src/rules/index.js';
import { definitionFailures, type Example, exampleFailures, type Rule, runExample } from '../src/testing.js';

const all: readonly Rule[] = rules;

const titleOf = ({ sql, reports, alone }: Example, index: number): string =>
  `${index + 1}: ${JSON.stringify(sql)}${alone ? ' alone' : ''} → ${reports.join(', ') || 'nothing'}`;

describe.each(all.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('is complete', () => {
    expect(definitionFailures(rule)).toEqual([]);
  });

  // What other commands find is tested with those commands.
  for (const [index, example] of rule.foundBy === undefined ? rule.examples.entries() : []) {
    test(titleOf(example, index), async () => {
      expect(exampleFailures(example, await runExample(rule, example, all))).toEqual([]);
    });
  }
});

test('rule names are unique, aliases among them', () => {
  const names = all.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
