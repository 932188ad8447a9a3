import { expect, test } from 'vitest';
import { textGraph } from '../../../src/generate/graph/text.js';

const node = (id: string) => ({ id, path: `${id}.sql` });
const last = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);

test('the counts are in plain words', () => {
  const migrations = ['1_a', '2_b'].map(node);
  const edge = { from: '2_b', to: '1_a', declared: false, objects: ['table a'] };
  expect(last(textGraph({ migrations, edges: [edge] }))).toBe('2 migrations, 1 dependency, 1 of them not declared.');
  expect(last(textGraph({ migrations: migrations.slice(1), edges: [] }))).toBe('1 migration, 0 dependencies.');
});
