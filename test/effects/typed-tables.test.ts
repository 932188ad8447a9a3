import { describe, expect, test } from 'vitest';
import { effectsOfLast } from './replay.js';

const type = 'CREATE TYPE book AS (title text);';
const typed = `${type} CREATE TABLE books OF book;`;

function lastOf(given: string, sql: string) {
  const found = effectsOfLast([given, sql]).statements.at(-1);
  if (found === undefined) throw new Error('No statement');
  return {
    locked: found.locks.map(({ relation, mode }) => `${relation.name} ${mode}`).toSorted(),
    errors: found.errors.map(({ sqlstate, message }) => `${sqlstate} ${message}`),
  };
}

describe('a table of a type', () => {
  const change = 'ALTER TYPE book ADD ATTRIBUTE isbn text CASCADE;';
  const both = ['book ACCESS EXCLUSIVE', 'books ACCESS EXCLUSIVE'];

  test.each([
    ['made so', typed, both],
    ['taken off it', `${typed} ALTER TABLE books NOT OF;`, ['book ACCESS EXCLUSIVE']],
    ['put on it', `${type} CREATE TABLE books (title text); ALTER TABLE books OF book;`, both],
  ])('%s changes with it or does not', (_, given, locked) => {
    expect(lastOf(given, change)).toEqual({ locked, errors: [] });
    expect(lastOf(given, 'DROP TYPE book CASCADE;').locked).toEqual(locked);
  });

  test.each([
    ['ALTER TABLE books ADD COLUMN isbn text;', '42809 cannot add column to typed table'],
    ['ALTER TABLE books DROP COLUMN title;', '42809 cannot drop column from typed table'],
    ['ALTER TABLE books ALTER COLUMN title TYPE varchar;', '42809 cannot alter column type of typed table'],
    ['ALTER TABLE books RENAME COLUMN title TO name;', '42809 cannot rename column of typed table'],
    [change.replace(' CASCADE', ''), '2BP01 cannot alter type "book" because it is the type of a typed table'],
    ['DROP TYPE book;', '2BP01 cannot drop type book because other objects depend on it'],
  ])('%s is refused until it is NOT OF the type', (sql, error) => {
    expect(lastOf(typed, sql).errors).toEqual([error]);
    expect(lastOf(`${typed} ALTER TABLE books NOT OF;`, sql).errors).toEqual([]);
  });
});
