import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineRule } from '../../src/engine/rule.js';
import { activateRules, rulesOfPreset } from '../../src/engine/rule-catalogue.js';

const base = {
  category: 'schema',
  severity: 'warning',
  docs: { summary: 'S.', condition: 'C.', effect: 'E.', workaround: 'W.', references: [] },
  messages: {},
  examples: [],
  check: {},
} as const;
const options = z.strictObject({ max: z.number().default(3) });
const rules = [
  defineRule({
    ...base,
    id: 'wide-table',
    aliases: ['too-wide'],
    presets: { strict: true, supabase: 'error' },
    options,
  }),
  defineRule({ ...base, id: 'long-name', presets: { recommended: true, strict: 'info' }, options }),
];

test('a preset gives its own severity or that of the rule', () => {
  expect(rulesOfPreset(rules, 'recommended')).toEqual({ 'long-name': 'warning' });
  expect(rulesOfPreset(rules, 'strict')).toEqual({ 'wide-table': 'warning', 'long-name': 'info' });
  expect(rulesOfPreset(rules, 'supabase')).toEqual({ 'wide-table': 'error' });
});

test('only rules with a level are active, with their options parsed', () => {
  const active = activateRules(rules, { 'wide-table': 'error', 'long-name': 'off' }, { 'wide-table': { max: 9 } });
  expect(active.map(({ rule, severity, options }) => [rule.id, severity, options])).toEqual([
    ['wide-table', 'error', { max: 9 }],
  ]);
});

test('an alias stands for its rule, and absent options take their defaults', () => {
  expect(activateRules(rules, { 'too-wide': 'info' }).map(({ rule, options }) => [rule.id, options])).toEqual([
    ['wide-table', { max: 3 }],
  ]);
});

test('an unknown rule is refused, with the one that was meant', () => {
  const unknown = () => activateRules(rules, { 'wide-tables': 'error' });
  expect(unknown).toThrow('Unknown rule "wide-tables". Did you mean "wide-table"?');
  expect(unknown).toThrow(expect.objectContaining({ code: 'config-invalid' }));
});

test('options that the rule does not take are refused', () => {
  expect(() => activateRules(rules, { 'wide-table': 'error' }, { 'wide-table': { max: 'all' } })).toThrow(
    /Options of rule "wide-table" at "max": .*number/,
  );
});
