import { describe, expect, it } from 'vitest';
import { columnNames, constraintNames, indexNames, named, partial, replay, table } from './replay.js';

describe('CREATE TABLE', () => {
  it('gives keys, checks, foreign keys and indexes the names that the server gives', () => {
    const catalog = replay(`
      create table orgs (id bigserial primary key, name text unique);
      create table users (
        id int primary key, email text unique, age int check (age > 0), org_id bigint references orgs,
        a int, b int, check (a < b), unique (a, b), exclude using gist (a with =)
      );
      create index on users (a, b);
      create index on users (a, b);
      create index on users (lower(email), (a + b), (a * b));`);
    expect(constraintNames(catalog, 'users')).toEqual([
      'users_pkey',
      'users_email_key',
      'users_a_b_key',
      'users_age_check',
      'users_org_id_fkey',
      'users_check',
      'users_a_excl',
    ]);
    expect(indexNames(catalog, 'users')).toEqual([
      'users_pkey',
      'users_email_key',
      'users_a_b_key',
      'users_a_excl',
      'users_a_b_idx',
      'users_a_b_idx1',
      'users_lower_expr_expr1_idx',
    ]);
  });

  it('shortens names to 63 bytes, the longer part first', () => {
    const long = 'a'.repeat(60);
    const catalog = replay(`create table ${long} (id int primary key, ${'b'.repeat(50)} int unique);`);
    expect(constraintNames(catalog, long)).toEqual([
      `${'a'.repeat(58)}_pkey`,
      `${'a'.repeat(29)}_${'b'.repeat(29)}_key`,
    ]);
  });

  it('makes serial and identity columns NOT NULL, with sequences that they own', () => {
    const catalog = replay('create table t (a serial, b bigint generated always as identity, c int);');
    const { columns } = table(catalog, 't');
    expect([...columns.values()].map(({ type, notNull, serial }) => [type.name, notNull, serial])).toEqual([
      ['int4', true, true],
      ['int8', true, false],
      ['int4', false, false],
    ]);
    expect(table(catalog, 't_a_seq').sequence?.ownedBy).toEqual({
      table: { schema: 'public', name: 't' },
      column: 'a',
    });
    expect(table(catalog, 't_b_seq').kind).toBe('sequence');
  });

  it('makes primary key columns NOT NULL and fills the target of a bare REFERENCES', () => {
    const catalog = replay(`
      create table a (x int, y int, primary key (x, y));
      create table b (x int, y int, foreign key (x, y) references a);`);
    expect(table(catalog, 'a').columns.get('y')?.notNull).toBe(true);
    expect(table(catalog, 'b').constraints.get('b_x_y_fkey')?.references?.columns).toEqual(['x', 'y']);
    expect(catalog.referencingForeignKeys({ schema: 'public', name: 'a' })).toEqual([
      { table: table(catalog, 'b'), constraint: 'b_x_y_fkey' },
    ]);
  });

  it('copies what LIKE includes, and no more', () => {
    const catalog = replay(`
      create table source (id int primary key, n int default 7 check (n > 0), s text);
      create index on source (s);
      create table bare (like source);
      create table full_copy (like source including all, extra int);`);
    expect(columnNames(catalog, 'bare')).toEqual(['id', 'n', 's']);
    expect(table(catalog, 'bare').columns.get('n')?.default).toBeUndefined();
    expect(table(catalog, 'bare').columns.get('id')?.notNull).toBe(true);
    expect(constraintNames(catalog, 'bare')).toEqual([]);
    expect(columnNames(catalog, 'full_copy')).toEqual(['id', 'n', 's', 'extra']);
    expect(table(catalog, 'full_copy').columns.get('n')?.default).toBeDefined();
    expect(constraintNames(catalog, 'full_copy')).toEqual(['source_n_check', 'full_copy_pkey']);
    expect(indexNames(catalog, 'full_copy')).toEqual(['full_copy_pkey', 'full_copy_s_idx']);
  });

  it('does not claim to know the columns of a copy of something unknown', () => {
    const catalog = replay('create table copy (like elsewhere, extra int);', partial);
    expect(table(catalog, 'copy').complete).toBe(false);
    expect(columnNames(catalog, 'copy')).toEqual(['extra']);
  });

  it('takes the columns of CREATE TABLE AS from its query', () => {
    const catalog = replay(`
      create table t (id int primary key, name text);
      create table a as select * from t;
      create table b as select id, name::varchar(9) as short, now() from t with no data;
      create table c as with x as (select id from t) select * from x;`);
    expect(columnNames(catalog, 'a')).toEqual(['id', 'name']);
    expect(table(catalog, 'a').columns.get('id')?.notNull).toBe(false);
    expect(table(catalog, 'b').columns.get('short')?.type).toMatchObject({ name: 'varchar', modifiers: [9] });
    expect(columnNames(catalog, 'b')).toEqual(['id', 'short', 'now']);
    expect(table(catalog, 'c').complete).toBe(false);
    expect(catalog.mayHoldRows(named('a'))).toBe('yes');
    expect(catalog.mayHoldRows(named('b'))).toBe('no');
  });

  it('makes tables OF a type with its attributes', () => {
    const catalog = replay(`
      create type pair as (a int, b text);
      create table pairs of pair;
      alter type pair add attribute c date cascade;`);
    expect(columnNames(catalog, 'pairs')).toEqual(['a', 'b', 'c']);
  });

  it('leaves a table that is there alone', () => {
    const catalog = replay('create table t (a int); create table if not exists t (b int);');
    expect(columnNames(catalog, 't')).toEqual(['a']);
  });
});

describe('inheritance and partitions', () => {
  it('gives children the columns and checks of their parents, now and later', () => {
    const catalog = replay(`
      create table parent (a int check (a > 0));
      create table child (b int) inherits (parent);
      alter table parent add column c int not null;
      alter table parent add constraint positive check (c > 0);
      alter table only parent add column d int;`);
    expect(columnNames(catalog, 'child')).toEqual(['a', 'b', 'c']);
    expect(constraintNames(catalog, 'child')).toEqual(['parent_a_check', 'positive']);
    expect(catalog.childrenOf({ schema: 'public', name: 'parent' }).map(({ name }) => name.name)).toEqual(['child']);
  });

  it('gives partitions the keys and indexes of their parent', () => {
    const catalog = replay(`
      create table refs (id int primary key);
      create table events (id int, day date, ref int references refs, primary key (id, day)) partition by range (day);
      create index on events (ref);
      create table events_a partition of events for values from ('2024-01-01') to ('2025-01-01');
      create table events_b (id int not null, day date not null, ref int);
      alter table events attach partition events_b for values from ('2025-01-01') to ('2026-01-01');
      create unique index by_day on events (day, id);`);
    for (const part of ['events_a', 'events_b']) {
      expect(indexNames(catalog, part)).toEqual([`${part}_pkey`, `${part}_ref_idx`, `${part}_day_id_idx`]);
      expect(constraintNames(catalog, part).toSorted()).toEqual([`${part}_pkey`, 'events_ref_fkey']);
    }
    expect(catalog.partitionsOf({ schema: 'public', name: 'events' })).toHaveLength(2);
  });

  const keys = (sql: string): readonly (readonly [string, boolean])[] =>
    [...table(replay(sql), 'part').constraints.values()].map(({ name, inherited }) => [name, inherited === true]);
  const partitioned = `
      create table refs (id int primary key);
      create table whole (day date, ref int) partition by range (day);
      create table part partition of whole for values from ('2024-01-01') to ('2025-01-01');`;
  const addKey = 'alter table whole add constraint to_refs foreign key (ref) references refs;';

  it.each([
    ['one that it lacks', addKey, [['to_refs', true]]],
    [
      'one like its own, which joins it',
      `alter table part add constraint own foreign key (ref) references refs; ${addKey}`,
      [['own', true]],
    ],
    [
      'one unlike its own, under another name',
      `alter table part add constraint to_refs foreign key (ref) references refs on delete cascade; ${addKey}`,
      [
        ['to_refs', false],
        ['part_ref_fkey', true],
      ],
    ],
    ['none as it is detached', `${addKey} alter table whole detach partition part;`, [['to_refs', false]]],
    [
      'none that is dropped',
      `alter table part add constraint own foreign key (ref) references refs; ${addKey} alter table whole drop constraint to_refs;`,
      [],
    ],
  ])('gives a partition foreign keys: %s', (_, sql, expected) => {
    expect(keys(`${partitioned} ${sql}`)).toEqual(expected);
  });

  it('drops partitions and their indexes with the parent', () => {
    const catalog = replay(`
      create table p (a int) partition by list (a);
      create index p_a on p (a);
      create table p1 partition of p for values in (1);
      drop index p_a;
      create table q (a int) partition by list (a);
      create table q1 partition of q for values in (1);
      drop table q;`);
    expect(indexNames(catalog, 'p1')).toEqual([]);
    expect(catalog.relation(named('q1'))).toBe('absent');
  });

  it('holds an index ON ONLY back until every partition has its own attached', () => {
    const catalog = replay(`
      create table p (a int) partition by list (a);
      create table p1 partition of p for values in (1);
      create table p2 partition of p for values in (2);
      create index p_a on only p (a);
      create index p1_a on p1 (a);
      create index p2_a on p2 (a);
      alter index p_a attach partition p1_a;`);
    expect(catalog.index(named('p_a'))).toMatchObject({ only: true });
    const attached = replay(`
      create table p (a int) partition by list (a);
      create table p1 partition of p for values in (1);
      create index p_a on only p (a);
      create index p1_a on p1 (a);
      alter index p_a attach partition p1_a;`);
    expect(attached.index(named('p_a'))).toMatchObject({ only: false });
  });
});

describe('constraints on existing tables', () => {
  it('adopts an index, which takes the name of the constraint', () => {
    const catalog = replay(`
      create table t (a int, b int);
      create unique index ready on t (a, b);
      alter table t add constraint t_key primary key using index ready;`);
    expect(table(catalog, 't').constraints.get('t_key')?.columns).toEqual(['a', 'b']);
    expect(catalog.index(named('t_key'))).toMatchObject({ constraint: 't_key', unique: true });
    expect(catalog.index(named('ready'))).toBe('absent');
    expect(table(catalog, 't').columns.get('b')?.notNull).toBe(true);
  });

  it('drops a key with its index and the foreign keys that need it', () => {
    const catalog = replay(`
      create table a (id int primary key, code text unique);
      create table b (id int references a, code text references a (code));
      alter table a drop constraint a_code_key cascade;`);
    expect(constraintNames(catalog, 'b')).toEqual(['b_id_fkey']);
    expect(indexNames(catalog, 'a')).toEqual(['a_pkey']);
  });

  it('validates what was added NOT VALID', () => {
    const catalog = replay('create table t (a int); alter table t add constraint c check (a > 0) not valid;');
    expect(table(catalog, 't').constraints.get('c')?.validated).toBe(false);
    const later = replay([
      'create table t (a int); alter table t add constraint c check (a > 0) not valid;',
      'alter table t validate constraint c;',
    ]);
    expect(table(later, 't').constraints.get('c')?.validated).toBe(true);
  });
});

describe('mayBeNull', () => {
  const nullable = (sql: string) => {
    const catalog = replay(sql);
    return catalog.mayBeNull(table(catalog, 't'), 'a');
  };

  it('is no for NOT NULL, primary keys and validated checks that say so', () => {
    expect(nullable('create table t (a int not null);')).toBe('no');
    expect(nullable('create table t (a int, primary key (a));')).toBe('no');
    expect(nullable('create table t (a int check (a is not null));')).toBe('no');
    expect(nullable('create table t (a int, b int, check (b > 0 and a is not null));')).toBe('no');
  });

  it('is yes for checks that are not validated or say less', () => {
    expect(nullable('create table t (a int);')).toBe('yes');
    expect(nullable('create table t (a int, b int, check (b > 0 or a is not null));')).toBe('yes');
    expect(nullable('create table t (a int); alter table t add check (a is not null) not valid;')).toBe('yes');
    expect(nullable('create table t (a int not null); alter table t alter a drop not null;')).toBe('yes');
  });

  it('is unknown for a column of a table that nobody knows', () => {
    const catalog = replay('alter table t add column b int;', partial);
    expect(catalog.mayBeNull(table(catalog, 't'), 'a')).toBe('unknown');
    expect(catalog.mayBeNull(table(catalog, 't'), 'b')).toBe('yes');
  });
});

it('does not make a table its own parent, which the server refuses', () => {
  const catalog = replay(
    'CREATE TABLE a (id int) PARTITION BY LIST (id); CREATE TABLE b PARTITION OF a FOR VALUES IN (1) PARTITION BY LIST (id);' +
      'ALTER TABLE a ATTACH PARTITION a FOR VALUES IN (0); ALTER TABLE b ATTACH PARTITION a FOR VALUES IN (2);' +
      'CREATE TABLE c (id int); ALTER TABLE c INHERIT c;',
  );
  expect(table(catalog, 'a').partitionOf).toBeUndefined();
  expect(table(catalog, 'b').partitionOf?.parent.name).toBe('a');
  expect(table(catalog, 'c').inherits).toEqual([]);
});
