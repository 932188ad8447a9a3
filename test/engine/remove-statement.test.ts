import { expect, test } from 'vitest';
import { applyEdits } from '../../src/core/edit.js';
import { removeStatement } from '../../src/engine/remove-statement.js';

const without = (text: string, statement: string): string => {
  const start = text.indexOf(statement);
  return applyEdits(text, removeStatement(text, { start, end: start + statement.length }));
};

test.each([
  ['its line goes with it', 'begin;\nselect 1;\n', 'select 1;\n'],
  ['a comment between it and its semicolon goes too', 'begin /* now */ ; select 1;', 'select 1;'],
  ['what stands before it in its line stays', 'select 1; begin;\nselect 2;', 'select 1; \nselect 2;'],
  ['a comment behind it stays', 'begin; -- why\nselect 1;', '-- why\nselect 1;'],
  ['without a semicolon', 'select 1;\nbegin', 'select 1;\n'],
])('%s', (_, text, expected) => {
  expect(without(text, 'begin')).toBe(expected);
});
