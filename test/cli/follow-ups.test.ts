import { describe, expect, test } from 'vitest';
import { afterLint, afterUp, afterVerify } from '../../src/cli/follow-ups.js';

const none = { baseline: true } as const;

describe('after lint', () => {
  test.each([
    [[], none, 'pgairlock lint --fix'],
    [[], { ...none, since: 'HEAD~1' }, 'pgairlock lint --since HEAD~1 --fix'],
    [[], { ...none, staged: true }, 'pgairlock lint --staged --fix'],
    [[], { ...none, changed: true }, 'pgairlock lint --changed --fix'],
    [['db/1 a.sql', "it's.sql"], none, "pgairlock lint 'db/1 a.sql' 'it'\\''s.sql' --fix"],
    [['$(x)', 'a;b'], none, "pgairlock lint '$(x)' 'a;b' --fix"],
    [['1', '2', '3', '4', '5'], none, 'pgairlock lint <the same files> --fix'],
    [
      ['db'],
      { baseline: false, config: false, preset: 'strict', rule: { 'no-money': 'off' }, postgres: 15 } as const,
      'pgairlock lint db --no-config --preset strict --rule no-money=off --postgres 15 --no-baseline --fix',
    ],
    [[], { config: 'a.json', baseline: 'b.json' }, 'pgairlock lint --config a.json --baseline b.json --fix'],
    [['-'], none, undefined],
    [[], { ...none, fix: true }, undefined],
  ])('%j %j', (paths, flags, fix) => {
    expect(afterLint(paths, flags).fix).toBe(fix);
  });

  test('a baseline is for the whole, not for what is being changed', () => {
    expect(afterLint(['db'], none).writeBaseline).toBe('pgairlock lint db --write-baseline');
    for (const flags of [{ since: 'main' }, { staged: true }, { changed: true }])
      expect(afterLint([], { ...none, ...flags }).writeBaseline).toBeUndefined();
    expect(afterLint([], { baseline: false }).writeBaseline).toBeUndefined();
    expect(afterLint(['-'], none).writeBaseline).toBeUndefined();
  });
});

test('after verify nothing is fixed', () => {
  expect(afterVerify([], none)).toEqual({
    look: 'pgairlock verify <file>',
    writeBaseline: 'pgairlock verify --write-baseline',
  });
  expect(afterVerify([], { ...none, since: 'main' }).writeBaseline).toBeUndefined();
});

test('after up only files that are named are fixed', () => {
  expect(afterUp(['db/2.sql']).fix).toBe('pgairlock lint db/2.sql --fix');
  expect(afterUp([]).fix).toBeUndefined();
  expect(afterUp(['1', '2', '3', '4', '5']).fix).toBeUndefined();
});
