import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.js';
import { type Plain, snapshot } from '../../../src/catalog/snapshot.js';
import { inverted, parsed } from './inverted.js';
import { createRandom, operations, randomSchema } from './random-schema.js';

const cases = 600;

/** The schema without the words that it was written in: a key given by a constraint's own name is the same key. */
const schemaOf = (catalog: Catalog): Plain => normalised(snapshot(catalog, { withoutUnits: true }));

/** How old a thing is, and what NOT VALID leaves behind. */
const ignored = ['definedIn', 'searchPath', 'validated'];

const isRecord = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function normalised(value: Plain, key = ''): Plain {
  if (Array.isArray(value)) return value.map((item) => normalised(item));
  if (!isRecord(value)) return key === 'text' && typeof value === 'string' ? worded(value) : value;
  const entries = Object.entries(value).filter(
    ([name, item]) => !ignored.includes(name) && !(name === 'schema' && item === 'public'),
  );
  const kept = key === 'definition' ? entries.filter(([name]) => !wording.includes(name)) : entries;
  return Object.fromEntries(kept.map(([name, item]) => [name, normalised(item, name)]));
}

/** Parts of a constraint's definition that the catalog holds resolved beside it, or that NOT VALID leaves behind. */
const wording = ['name', 'notValid', 'columns', 'references', 'referencedColumns', 'usingIndex'];
const worded = (text: string): string =>
  text
    .replace(
      /^create\s+(?:or\s+replace\s+)?(function|procedure)\s+[\w."]+\(/i,
      (_, word: string) => `${word.toLowerCase()}(`,
    )
    .trim();

function restored(before: string, up: string) {
  const { completeness, notes, sql, catalog } = inverted(before, up);
  const script = parsed(sql);
  catalog.beginUnit();
  for (const { operations: all } of script.statements) for (const op of all) catalog.apply(op, script.text);
  catalog.endUnit();
  return { completeness, notes, sql, schema: schemaOf(catalog) };
}

const untouched = (before: string): Plain => {
  const { catalog } = inverted(before, 'select 1;');
  catalog.beginUnit();
  catalog.endUnit();
  return schemaOf(catalog);
};

describe('a generated down that says it is complete', () => {
  test.each(operations)('%s', (up) => {
    for (const seed of [1, 2, 3, 4]) {
      const before = randomSchema(createRandom(seed));
      const { completeness, schema } = restored(before, up);
      if (completeness === 'complete') expect(schema).toEqual(untouched(before));
    }
  });

  test(`leaves the schema as it was, for ${cases} random migrations`, () => {
    let complete = 0;
    for (let seed = 0; seed < cases; seed += 1) {
      const random = createRandom(seed);
      const before = randomSchema(random);
      const up = Array.from({ length: 1 + random.below(3) }, () => random.pick(operations)).join('\n');
      const { completeness, schema, sql } = restored(before, up);
      if (completeness !== 'complete') continue;
      complete += 1;
      expect(schema, `seed ${seed}:\n${up}\n--\n${sql}`).toEqual(untouched(before));
    }
    expect(complete).toBeGreaterThan(cases / 3);
  });
});

describe('operations that lose nothing', () => {
  test.each(
    operations.filter(
      (up) => !/drop materialized|owner to|disable row|revoke|drop type pair|add attribute|set schema/.test(up),
    ),
  )('are undone completely: %s', (up) => {
    const before = randomSchema(createRandom(7));
    const { completeness, notes } = inverted(before, up);
    expect({ completeness, notes }).toEqual({ completeness: 'complete', notes: [] });
  });
});
