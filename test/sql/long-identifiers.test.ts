import { expect, test } from 'vitest';
import { longIdentifiers } from '../../src/sql/long-identifiers.js';

const names = (text: string): readonly string[] => [...longIdentifiers(text)].map(({ name }) => name);
const long = 'a'.repeat(64);

test('names of more than 63 bytes are found, quoted ones without their quotes', () => {
  expect(names(`create table ${long} ("${long} b" int, ${'c'.repeat(63)} int);`)).toEqual([long, `${long} b`]);
  expect(names(`create table "${'""'.repeat(40)}" (id int);`)).toEqual([]);
  expect(names(`create table "${'""'.repeat(64)}" (id int);`)).toEqual(['"'.repeat(64)]);
});

test('a short name in quotes on the same line hides no long one', () => {
  expect(names(`create policy "a" on public.books for select using (b = "${long}");`)).toEqual([long]);
});

test('bytes count and not characters, and no character is cut apart', () => {
  const [found] = longIdentifiers(`create table ${'ä'.repeat(32)} ();`);
  expect(found).toMatchObject({ bytes: 64, kept: 'ä'.repeat(31), span: { start: 13, end: 45 } });
});

test.each([
  ['strings', `select '${long}';`],
  ['dollar quotes', `do $$ ${long} $$;`],
  ['comments', `select 1; -- ${long}\n/* ${long} */`],
  ['numbers', `select ${'1'.repeat(70)};`],
])('%s hold no names', (_, text) => {
  expect(names(text)).toEqual([]);
});
