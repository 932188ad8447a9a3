import { describe, expect, it } from 'vitest';
import { createCatalog, type ReplayCatalog } from '../../src/catalog/replay-catalog.js';
import { snapshot } from '../../src/catalog/snapshot.js';
import { formatQualified } from '../../src/core/name.js';
import { columnNames, complete, indexNames, named, partial, replay, runUnit, supabase } from './replay.js';

/** Repeatable random numbers. @see mulberry32 */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const patterns: readonly string[] = [
  'create table $t (id serial primary key, $c int check ($c > 0), ref int)',
  'create table if not exists $t ($c text unique, $d int generated always as identity)',
  'create table $t (like $u including all)',
  'create table $t ($d int) inherits ($u)',
  'create table $t (id int, $c int) partition by range (id)',
  'create table $t partition of $u for values from (1) to (2)',
  'create table $t as select * from $u',
  'create temp table $t ($c int)',
  'alter table $u add column $c int default 1 not null',
  'alter table $u add column $c mood',
  'alter table $u drop column $c cascade',
  'alter table $u drop column $c',
  'alter table $u rename column $c to $d',
  'alter table $u alter column $c type bigint, alter column $c set not null',
  'alter table $u add constraint k_$c check ($c is not null) not valid',
  'alter table $u validate constraint k_$c',
  'alter table $u rename constraint k_$c to k_$d',
  'alter table $u drop constraint if exists k_$c',
  'alter table $u add foreign key (ref) references $t (id)',
  'alter table $u add constraint fresh unique ($c)',
  'alter table $u rename to $t',
  'alter table $u set schema app',
  'alter table $u enable row level security',
  'alter schema app rename to lib',
  'create index on $u ($c, lower($d::text))',
  'create unique index if not exists i_$c on $u ($c) where $d > 0',
  'drop index if exists i_$c',
  'create policy p_$c on $u using (exists (select 1 from $t where $t.$c = $u.$d))',
  'create view v_$c as select $u.$c, $t.$d from $u, $t',
  'create or replace view v_$c as select * from $u',
  'create materialized view v_$d as select $c from $u with no data',
  'drop view if exists v_$c cascade',
  'create trigger g_$c before update of $c on $u for each row execute function f()',
  `create or replace function f() returns trigger language plpgsql as $$ begin insert into t1 values (1); return new; end $$`,
  'alter function f() rename to g',
  'drop function if exists f() cascade',
  `create type mood as enum ('a', 'b')`,
  `alter type mood add value if not exists 'c' before 'b'`,
  'alter type mood rename to feeling',
  'drop type if exists mood cascade',
  'create domain positive as int check (value > 0)',
  'create schema if not exists app',
  'create extension if not exists citext',
  'drop table if exists $u cascade',
  'drop table $u',
  'drop schema app cascade',
  'grant select, insert on $u to reader',
  'revoke all on $u from reader',
  'alter default privileges in schema public grant select on tables to reader',
  "comment on table $u is 'x'",
  'insert into $u values (1)',
  'truncate $u',
  'set search_path = app, public',
  'reset search_path',
  'savepoint s',
  'rollback to savepoint s',
  'begin',
  'commit',
  'rollback',
  `do $$ begin if true then drop table $u; end if; end $$`,
  `do $$ begin execute 'x' || 'y'; end $$`,
];

function randomStatement(random: (limit: number) => number): string {
  const table = (): string => `t${random(4)}`;
  const column = (): string => `c${random(3)}`;
  const pattern = patterns[random(patterns.length)] ?? '';
  const words: Readonly<Record<string, string>> = { t: table(), u: table(), c: column(), d: column() };
  return `${pattern.replace(/\$([tucd])\b/g, (_, word: string) => words[word] ?? '')};`;
}

const randomScript = (random: (limit: number) => number, length: number): string =>
  Array.from({ length }, () => randomStatement(random)).join('\n');

const dependentsOfAll = (catalog: ReplayCatalog) =>
  [...catalog.relations()].map(({ name }) => [
    `${name.schema}.${name.name}`,
    catalog
      .dependentsOf(name)
      .map((dependent) => JSON.stringify(dependent))
      .toSorted(),
    catalog.routinesNaming(name).map(formatQualified).toSorted(),
    catalog
      .childrenOf(name)
      .map((child) => child.name.name)
      .toSorted(),
  ]);

const everything = (catalog: ReplayCatalog) => ({
  schema: snapshot(catalog),
  uses: dependentsOfAll(catalog).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
});

describe('undoTo', () => {
  it.each([complete, partial, supabase])('takes back any sequence of operations (%o)', (options) => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = createRandom(seed);
      const catalog = createCatalog(options);
      runUnit(catalog, randomScript(random, 25), seed % 2 === 0 ? 'transaction' : 'autocommit');
      catalog.endUnit();
      const before = everything(catalog);
      const mark = catalog.mark();
      const script = randomScript(random, 25);
      runUnit(catalog, script, seed % 3 === 0 ? 'transaction' : 'autocommit');
      catalog.endUnit(seed % 5 !== 0);
      catalog.undoTo(mark);
      expect(everything(catalog), script).toEqual(before);
    }
  });

  it('makes random scripts that do change the schema', () => {
    const random = createRandom(7);
    const catalog = createCatalog(complete);
    const empty = snapshot(catalog);
    runUnit(catalog, randomScript(random, 60), 'autocommit');
    expect(snapshot(catalog)).not.toEqual(empty);
    expect([...catalog.relations()].length).toBeGreaterThan(3);
  });

  it('replays the same script to the same schema after going back', () => {
    for (let seed = 100; seed <= 130; seed++) {
      const random = createRandom(seed);
      const catalog = replay(randomScript(random, 20));
      const script = randomScript(random, 20);
      const mark = catalog.mark();
      runUnit(catalog, script);
      const first = everything(catalog);
      catalog.undoTo(mark);
      runUnit(catalog, script);
      expect(everything(catalog), script).toEqual(first);
    }
  });

  it('goes back through marks inside of marks', () => {
    const catalog = replay('create table a (x int);');
    const outer = catalog.mark();
    runUnit(catalog, 'create table b (x int);');
    catalog.mark();
    runUnit(catalog, 'create table c (x int);');
    catalog.endUnit();
    catalog.undoTo(outer);
    expect([...catalog.relations()].map(({ name }) => name.name)).toEqual(['a']);
    expect(catalog.unit).toBe(1);
  });
});

describe('transactions', () => {
  it('takes back what ROLLBACK takes back', () => {
    const catalog = createCatalog(complete);
    runUnit(catalog, 'create table a (x int); begin; create table b (x int); drop table a; rollback;', 'autocommit');
    expect(columnNames(catalog, 'a')).toEqual(['x']);
    expect(catalog.relation(named('b'))).toBe('absent');
    expect(catalog.isNew(named('a'))).toBe('yes');
  });

  it('takes the whole file back where the runner opened the transaction', () => {
    const catalog = replay('create table a (x int); rollback; create table b (x int);');
    expect(catalog.relation(named('a'))).toBe('absent');
    expect(catalog.relation(named('b'))).not.toBe('absent');
  });

  it('goes back to savepoints, also twice, and not past a released one', () => {
    const catalog = replay(`
      create table t (a int);
      savepoint one; alter table t add b int; rollback to one; alter table t add c int; rollback to one;
      savepoint two; alter table t add d int; release two; rollback to two;
      create index i on t (a);`);
    expect(columnNames(catalog, 't')).toEqual(['a', 'd']);
    expect(indexNames(catalog, 't')).toEqual(['i']);
  });

  it('keeps what was committed before a ROLLBACK', () => {
    const catalog = replay('create table a (x int); commit; begin; create table b (x int); rollback;');
    expect(catalog.relation(named('a'))).not.toBe('absent');
    expect(catalog.relation(named('b'))).toBe('absent');
  });

  it('forgets a unit that failed, but not its number', () => {
    const catalog = replay('create table a (x int);');
    catalog.endUnit(false);
    expect(catalog.relation(named('a'))).toBe('absent');
    catalog.beginUnit();
    expect(catalog.unit).toBe(2);
  });
});

describe('snapshot', () => {
  it('is the same for the same schema made by other units, when units are left out', () => {
    const at = (units: string[]) => snapshot(replay(units), { withoutUnits: true });
    expect(at(['create table a (x int);', 'create table b (unit int);'])).toEqual(
      at(['create table b (unit int);', 'create table a (x int);']),
    );
    expect(at(['create table a (x int);'])).not.toEqual(at(['create table a (x int not null);']));
    expect(at(['create table a (x int, y int);'])).not.toEqual(at(['create table a (y int, x int);']));
  });
});
