import { expect, test } from 'vitest';
import { habitFiles, tellHabitsOnce } from '../../src/engine/one-habit.js';
import { fileReport, findingAt } from '../reporters/report-fixture.js';

const habit = (index: number, rest = {}) =>
  findingAt(`/w/${index}.sql`, 'x', 'x', { ruleId: 'h', severity: 'warning', message: 'M.', ...rest });
const files = (count: number, rest = {}) =>
  Array.from({ length: count }, (_, index) => fileReport(`/w/${index}.sql`, 'x', [habit(index, rest)]));
const told = (reports: ReturnType<typeof tellHabitsOnce>): readonly string[] =>
  reports.flatMap(({ findings }) => findings.map(({ path, message }) => `${path} ${message}`));
const isHabit = (id: string): boolean => id === 'h';

test('what many files share is told once, by the newest, with the number of the others', () => {
  expect(told(tellHabitsOnce(files(habitFiles), isHabit))).toEqual([
    `/w/${habitFiles - 1}.sql M. (${habitFiles - 1} earlier files do so too)`,
  ]);
});

test('what a few files have is told by each', () => {
  const few = files(habitFiles - 1);
  expect(tellHabitsOnce(few, isHabit)).toBe(few);
});

test('errors, suppressed findings and other rules stay', () => {
  expect(tellHabitsOnce(files(9, { severity: 'error' }), isHabit)).toHaveLength(9);
  expect(told(tellHabitsOnce(files(9, { severity: 'error' }), isHabit))).toHaveLength(9);
  expect(told(tellHabitsOnce(files(9, { suppressed: true }), isHabit))).toHaveLength(9);
  expect(told(tellHabitsOnce(files(9), () => false))).toHaveLength(9);
});
