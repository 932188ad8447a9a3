import { expect, test } from 'vitest';
import { secretsIn } from '../../src/engine/secrets.js';

const kinds = (text: string) => secretsIn(text).map(({ kind }) => kind);
const token = (claims: object) =>
  [{ alg: 'HS256' }, claims].map((part) => btoa(JSON.stringify(part)).replaceAll('=', '')).join('.') +
  `.${'x'.repeat(43)}`;

test('tokens count by the role that they speak for', () => {
  expect(kinds(token({ role: 'service_role' }))).toEqual(['a signed token']);
  expect(kinds(token({ role: 'anon' }))).toEqual([]);
  expect(kinds(token({ role: 'service_role', iss: 'supabase-demo' }))).toEqual([]);
});

test.each([
  ['postgres://app:h0rse@db.internal:5432/app', true],
  ['postgresql://app:h0rse@10.0.0.4/app', true],
  ['postgres://postgres:postgres@db.internal/app', false],
  ['postgres://app:h0rse@localhost/app', false],
  ['postgres://app:<password>@db.internal/app', false],
  ['postgres://db.internal/app', false],
])('%s: %s', (text, isSecret) => {
  expect(kinds(text)).toEqual(isSecret ? ['a connection address with a password'] : []);
});

test('the same secret is told once, at its place', () => {
  const key = `AKIA${'AB12'.repeat(4)}`;
  expect(secretsIn(`'${key}', '${key}'`)).toEqual([{ kind: 'an AWS access key', span: { start: 1, end: 21 } }]);
});
