import { expect, test } from 'vitest';
import type { Migration } from '../../src/core/migration.js';
import { dependencyCycles, migrationNamed, reachableFrom } from '../../src/engine/dependencies.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';

function migrations(dependencies: Readonly<Record<string, readonly string[]>>): readonly Migration[] {
  const ids = Object.keys(dependencies);
  const given = ids.slice(1).map(() => 'select 1;');
  return exampleProject({ given, sql: 'select 1;', ids, dependencies, reports: [] }).migrations;
}

const idsOf = (found: Iterable<Migration>): readonly string[] => [...found].map(({ id }) => id);
const cyclesOf = (all: readonly Migration[]): readonly string[] =>
  dependencyCycles(all).map((cycle) => idsOf(cycle).join(' → '));

test('a name is an id before it is a version, and a version before it is a name', () => {
  const all = migrations({ '1_a': [], '2_1': [], '3_b': [] });
  expect(['1_a', '1', '2', 'b', 'c'].map((name) => migrationNamed(name, all)?.id)).toEqual([
    '1_a',
    '1_a',
    '2_1',
    '3_b',
    undefined,
  ]);
});

test('what is needed is followed, around cycles too', () => {
  const all = migrations({ '1_a': [], '2_b': ['1_a'], '3_c': ['b', '4_d'], '4_d': ['3_c'] });
  const [, , c] = all;
  expect(c && idsOf(reachableFrom(c, all)).toSorted()).toEqual(['1_a', '2_b', '3_c', '4_d']);
});

test('each cycle is told once, by its shortest way', () => {
  expect(cyclesOf(migrations({ '1_a': ['2_b', '3_c'], '2_b': ['3_c'], '3_c': ['1_a'], '4_d': ['1_a'] }))).toEqual([
    '1_a → 3_c → 1_a',
    '2_b → 3_c → 1_a → 2_b',
  ]);
  expect(cyclesOf(migrations({ '1_a': ['1_a'], '2_b': ['1_a'] }))).toEqual(['1_a → 1_a']);
  expect(cyclesOf(migrations({ '1_a': [], '2_b': ['1_a'] }))).toEqual([]);
});
