import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** The words between quotes in the first match. */
const wordsIn = (text: string, part: RegExp): readonly string[] =>
  [...(part.exec(text)?.[0] ?? '').matchAll(/'([a-z-]+)'/g)].map(([, word = '']) => word);

test('docs/json.md lists every kind of refusal, and no other', () => {
  const kinds = [
    ...wordsIn(read('src/runner/plan/refusal.ts'), /type RefusalKind =[^;]*;/),
    ...wordsIn(read('src/app/run/act-result.ts'), /interface CircumstanceRefusal \{[^;]*;/),
  ];
  expect(kinds.length).toBeGreaterThan(15);
  const line = /^The kinds of refusals:.*$/m.exec(read('docs/json.md'))?.[0] ?? '';
  const listed = [...line.replace(/\([^)]*\)/g, '').matchAll(/`([^`]+)`/g)].map(([, word]) => word);
  expect(listed.toSorted()).toEqual(kinds.toSorted());
});
