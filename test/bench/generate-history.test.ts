import { expect, test } from 'vitest';
import { generateHistory } from '../../bench/generate-history.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const libpgQuery = await loadLibpgQuery();

test('the generated history is the same each time, and longer ones begin with shorter ones', () => {
  const long = [...generateHistory(400)];
  expect([...generateHistory(400)]).toEqual(long);
  expect([...generateHistory(150)]).toEqual(long.slice(0, 150));
  expect([...generateHistory(400, 2)]).not.toEqual(long);
});

test('its files are in order, and PostgreSQL can read all of them', () => {
  const history = [...generateHistory(400)];
  const names = history.map(({ filename }) => filename);
  expect(names).toEqual(names.toSorted());
  expect(new Set(names).size).toBe(400);
  for (const { filename, sql } of history) expect(readScript(sql, libpgQuery).problems, filename).toEqual([]);
});

test('it holds tables, columns, indexes, policies, functions and constraints', () => {
  const kinds = new Set(
    [...generateHistory(400)].flatMap(({ sql }) =>
      readScript(sql, libpgQuery).statements.flatMap(({ operations }) => operations.map(({ kind }) => kind)),
    ),
  );
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      'createTable',
      'addColumn',
      'createIndex',
      'createPolicy',
      'createFunction',
      'addConstraint',
      'validateConstraint',
      'update',
    ]),
  );
});
