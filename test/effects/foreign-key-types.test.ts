import { PGlite } from '@electric-sql/pglite';
import { afterAll, describe, expect, it } from 'vitest';
import { keyTypes, referencingTypes } from '../../src/effects/foreign-key-types.js';
import type { TypeName } from '../../src/sql/expression.js';

const typeOf = (name: string, arrayDimensions = 0): TypeName => ({
  name,
  modifiers: [],
  arrayDimensions,
  percentType: false,
  setof: false,
  span: { start: 0, end: 0 },
});
const kindOf = (from: string, key: string) => keyTypes(typeOf(from), typeOf(key));

const database = await PGlite.create();
afterAll(() => database.close());

async function isTaken(from: string, key: string): Promise<boolean> {
  const sql = `create temp table keys (id ${key} primary key) on commit drop; create temp table users (id ${from} references keys) on commit drop;`;
  try {
    await database.transaction((transaction) => transaction.exec(sql));
    return true;
  } catch {
    return false;
  }
}

describe('types of a foreign key', () => {
  it.each(Object.keys(referencingTypes))('are taken and refused as PostgreSQL does, for a %s key', async (key) => {
    const taken: string[] = [];
    for (const from of Object.keys(referencingTypes)) if (await isTaken(from, key)) taken.push(from);
    expect(taken).toEqual(Object.keys(referencingTypes).filter((from) => kindOf(from, key) !== 'refused'));
  });

  it('are narrower only where an integer cannot hold every key', () => {
    expect(['int2', 'int4', 'int8'].map((from) => kindOf(from, 'int4'))).toEqual(['narrower', 'alike', 'alike']);
    expect(kindOf('int4', 'numeric')).toBe('converted');
    expect(kindOf('varchar', 'text')).toBe('alike');
  });

  it('are unknown where one is of the project, or an array', () => {
    expect(keyTypes(typeOf('mood'), typeOf('text'))).toBe('unknown');
    expect(keyTypes(typeOf('text', 1), typeOf('text'))).toBe('unknown');
    expect(keyTypes({ ...typeOf('uuid'), schema: 'app' }, typeOf('text'))).toBe('unknown');
  });
});
