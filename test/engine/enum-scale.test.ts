import { expect, test } from 'vitest';
import { belongsBefore } from '../../src/engine/enum-scale.js';

test('a value belongs before the first that is more than it', () => {
  expect(belongsBefore('medium', ['low', 'high', 'critical'])).toBe('high');
  expect(belongsBefore('none', ['low', 'high'])).toBe('low');
});

test('and before the first that is less where the values go down', () => {
  expect(belongsBefore('ADMIN', ['OWNER', 'MEMBER', 'VIEWER'])).toBe('MEMBER');
});

test('one that goes on belongs to the end', () => {
  expect(belongsBefore('critical', ['low', 'high'])).toBeUndefined();
  expect(belongsBefore('viewer', ['owner', 'admin', 'member'])).toBeUndefined();
  expect(belongsBefore('v10', ['v1', 'v2', 'v9'])).toBeUndefined();
});

test('numbers are compared as numbers', () => {
  expect(belongsBefore('v3', ['v2', 'v10'])).toBe('v10');
});

test('only values with the same other words are compared', () => {
  expect(belongsBefore('basic_monthly', ['pro_yearly', 'pro_monthly', 'business_monthly'])).toBe('pro_monthly');
  expect(belongsBefore('basic_weekly', ['pro_yearly', 'pro_monthly', 'business_monthly'])).toBeUndefined();
});

test('values without an order have no place for another', () => {
  expect(belongsBefore('none', ['high', 'low', 'medium'])).toBeUndefined();
  expect(belongsBefore('low', ['high'])).toBeUndefined();
  expect(belongsBefore('pie', ['bar', 'line'])).toBeUndefined();
});
