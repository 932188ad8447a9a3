import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inverted } from './inverted.js';
import { createRandom, operations, randomSchema } from './random-schema.js';

// What PostgreSQL says of every object, in its own words. What an owner may do is left out: it is implied.
const description = `
  select 'column' as kind, c.relname || '.' || a.attname as object,
    concat_ws(' ', a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
      pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)) as definition
  from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind <> 'i' and c.relnamespace::regnamespace::text in ('public', 'app', 'more')
  union all
  select 'relation', c.oid::regclass::text,
    concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, obj_description(c.oid, 'pg_class'),
      pg_get_expr(c.relpartbound, c.oid),
      (select string_agg(x::text, ',' order by x::text) from unnest(c.relacl) x where x::text not like c.relowner::regrole || '=%'))
  from pg_class c where c.relnamespace::regnamespace::text in ('public', 'app', 'more')
  union all
  select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
  where indrelid::regclass::text not like 'pg_%'
  union all
  select 'constraint', conname, pg_get_constraintdef(oid) from pg_constraint where connamespace::regnamespace::text in ('public', 'app')
  union all
  select 'trigger', tgname, pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
  union all
  select 'policy', tablename || '.' || policyname, concat_ws(' ', permissive, roles, cmd, qual, with_check) from pg_policies
  union all
  select 'view', c.oid::regclass::text, pg_get_viewdef(c.oid) from pg_class c
  where c.relkind in ('v', 'm') and c.relnamespace::regnamespace::text in ('public', 'app', 'more')
  union all
  select 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid) || coalesce(
    (select string_agg(x::text, ',' order by x::text) from unnest(coalesce(p.proacl, acldefault('f', p.proowner))) x where x::text not like p.proowner::regrole || '=%'), '')
  from pg_proc p where p.pronamespace::regnamespace::text in ('public', 'app') and p.prokind = 'f'
    and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
  union all
  select 'type', t.oid::regtype::text, concat_ws(' ', t.typtype, t.typbasetype::regtype, t.typdefault, t.typnotnull,
    (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid))
  from pg_type t where t.typnamespace::regnamespace::text in ('public', 'app') and t.typelem = 0
  union all
  select 'schema', nspname, '' from pg_namespace where nspname not like 'pg_%'
  order by 1, 2, 3`;

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
  for (const role of ['reader', 'writer', 'keeper']) await database.exec(`create role ${role}`);
});
afterAll(() => database.close());

/** What the server says of the schema after each of the scripts. */
async function describeAfter(...scripts: readonly string[]): Promise<readonly unknown[]> {
  await database.exec('drop schema if exists public, app, more cascade; create schema public;');
  await database.exec('alter default privileges in schema public revoke select on tables from reader;');
  const seen: unknown[] = [];
  for (const script of scripts) {
    await database.exec(script);
    seen.push((await database.query(description)).rows);
  }
  return seen;
}

// What the in-process server is built without.
const possible = operations.filter((up) => !/create extension/.test(up));

describe('on a server, a generated down that says it is complete', () => {
  test.each(possible)('leaves the schema as it was: %s', async (up) => {
    for (const seed of [3, 7]) {
      const before = randomSchema(createRandom(seed));
      const { completeness, sql } = inverted(before, up);
      if (completeness !== 'complete') continue;
      const [first, , last] = await describeAfter(before, up, sql);
      expect(last, sql).toEqual(first);
    }
  });

  test('leaves the schema as it was, for random migrations that the server takes', async () => {
    let proven = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = createRandom(seed);
      const before = randomSchema(random);
      const up = Array.from({ length: 3 }, () => random.pick(possible)).join('\n');
      const { completeness, sql } = inverted(before, up);
      if (completeness !== 'complete' || (await isRefused(before, up))) continue;
      const [first, , last] = await describeAfter(before, up, sql);
      expect(last, `seed ${seed}:\n${up}\n--\n${sql}`).toEqual(first);
      proven += 1;
    }
    expect(proven).toBeGreaterThan(20);
  }, 60_000);
});

/** Picked at random, two operations may want the same name. */
const isRefused = (before: string, up: string): Promise<boolean> =>
  describeAfter(before, up).then(
    () => false,
    () => true,
  );
