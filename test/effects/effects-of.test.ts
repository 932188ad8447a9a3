import { describe, expect, it } from 'vitest';
import type { Effects } from '../../src/effects/effects.js';
import { blocksOthers, describeLock, strongestOnVisible } from '../../src/effects/lock-answers.js';
import { effectsOfLast, type Run } from './replay.js';

const books = 'CREATE TABLE books (id bigint PRIMARY KEY, pages int);';

function lastOf(units: readonly string[], run?: Run): Effects {
  const found = effectsOfLast(units, run).statements.at(-1);
  if (found === undefined) throw new Error('No statement');
  return found;
}

const rewritesOf = (sql: string, given = books): readonly (readonly [string, boolean])[] =>
  lastOf([given, sql]).rewrites.map(({ relation, certain }) => [relation.name, certain]);

describe('the default of a new column rewrites the table', () => {
  const declared = (body: string): string => `${books} ${body}`;
  const plpgsql = "CREATE FUNCTION rank() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';";
  const inlined = "CREATE FUNCTION rank() RETURNS int LANGUAGE sql AS 'SELECT 1';";

  it.each([
    ['gen_random_uuid()', books, [['books', true]]],
    ['md5(random()::text)', books, [['books', true]]],
    ['now()', books, []],
    ["upper('a')", books, []],
    ['txid_current()', books, []],
    ['somebody.knows()', books, [['books', false]]],
    ['rank()', declared(plpgsql), [['books', true]]],
    ['rank()', declared(plpgsql.replace('plpgsql', 'plpgsql STABLE')), []],
    ['rank()', declared(inlined), []],
    ['rank()', declared(inlined.replace('SELECT 1', 'SELECT random()::int')), [['books', true]]],
    ['rank()', declared(inlined.replace('SELECT 1', 'SELECT count(*)::int FROM books')), [['books', true]]],
    ['rank()', declared(inlined.replace(' AS', ' SECURITY DEFINER AS')), [['books', true]]],
  ])('%s', (expression, given, rewrites) => {
    expect(rewritesOf(`ALTER TABLE books ADD COLUMN x text DEFAULT ${expression};`, given)).toEqual(rewrites);
  });
});

describe('what others can see', () => {
  it('is every table that an earlier unit made', () => {
    const lock = strongestOnVisible(lastOf([books, 'ALTER TABLE books ADD COLUMN x int;']));
    expect(lock && describeLock(lock)).toBe('ACCESS EXCLUSIVE on books: reads and writes wait');
    expect(lock && blocksOthers(lock)).toBe(true);
  });

  it('is no table that this unit made', () => {
    const effects = lastOf([`${books} ALTER TABLE books ADD COLUMN x int;`]);
    expect(effects.locks.map(({ visible }) => visible)).toEqual(['no']);
    expect(strongestOnVisible(effects)).toBeUndefined();
  });

  it('is every table that no unit made', () => {
    const effects = lastOf(['ALTER TABLE books ADD COLUMN x int;'], { alone: true });
    expect(effects.locks.map(({ visible }) => visible)).toEqual(['yes']);
  });

  it('is not known after IF NOT EXISTS', () => {
    const sql = `${books.replace('TABLE', 'TABLE IF NOT EXISTS')} ALTER TABLE books ADD COLUMN x int;`;
    expect(lastOf([sql], { alone: true }).locks.map(({ visible }) => visible)).toEqual(['unknown']);
  });

  it('includes the referenced table of a new one', () => {
    const lock = strongestOnVisible(lastOf([books, 'CREATE TABLE loans (book bigint REFERENCES books);']));
    expect(lock && describeLock(lock)).toBe('SHARE ROW EXCLUSIVE on books: writes wait');
  });
});

describe('what is not known is not certain', () => {
  it('the rewrite for a new type of a column whose old type nobody knows', () => {
    const effects = lastOf(['ALTER TABLE books ALTER COLUMN title TYPE varchar(20);'], { alone: true });
    expect(effects.rewrites.map(({ certain }) => certain)).toEqual([false]);
  });

  it('anything under an IF', () => {
    const sql = 'DO $$ BEGIN IF true THEN ALTER TABLE books ADD COLUMN x serial; END IF; END $$;';
    const effects = lastOf([books, sql]);
    expect(effects.rewrites.map(({ certain }) => certain)).toEqual([false]);
    expect(effects.locks.every(({ certain }) => !certain)).toBe(true);
  });

  it('nothing is said of a table that IF EXISTS shows to be missing', () => {
    expect(lastOf([books, 'ALTER TABLE IF EXISTS missing ADD COLUMN x int;']).locks).toEqual([]);
  });
});

describe('where a statement may run', () => {
  const concurrently = 'CREATE INDEX CONCURRENTLY i ON books (pages);';

  it.each([
    [concurrently, 'transaction', ['25001']],
    [concurrently, 'autocommit', []],
    [concurrently, 'pipeline', []],
    [`SET lock_timeout = '2s'; ${concurrently}`, 'pipeline', ['25001']],
    [`SET lock_timeout = '2s'; ${concurrently}`, 'pipeline-standalone', []],
    [concurrently, 'simple-query', []],
    [`${concurrently} SELECT 1;`, 'simple-query', ['25001']],
    [`BEGIN; ${concurrently}`, 'pipeline-standalone', ['25001']],
    ['LOCK TABLE books;', 'pipeline', ['25P01']],
    ['LOCK TABLE books;', 'autocommit', ['25P01']],
    ['LOCK TABLE books;', 'transaction', []],
  ] as const)('%s as %s: %j', (sql, model, errors) => {
    const { statements } = effectsOfLast([books, sql], { model });
    expect(statements.flatMap((effects) => effects.errors.map(({ sqlstate }) => sqlstate))).toEqual(errors);
  });
});

describe('a partition is attached without a scan', () => {
  const tables = `CREATE TABLE logs (day date NOT NULL) PARTITION BY RANGE (day); CREATE TABLE june (day date NOT NULL);`;
  const attach = "ALTER TABLE logs ATTACH PARTITION june FOR VALUES FROM ('2026-06-01') TO ('2026-07-01');";

  it.each([
    ["day >= '2026-06-01' AND day < '2026-07-01'", []],
    ["day >= '2026-06-02' AND day <= '2026-06-30'", []],
    ["day >= '2026-05-01' AND day < '2026-07-01'", ['june']],
    ["day >= '2026-06-01' AND day <= '2026-07-01'", ['june']],
    ["day >= '2026-06-01'", ['june']],
  ])('where CHECK (%s) is valid', (check, scans) => {
    const given = `${tables} ALTER TABLE june ADD CONSTRAINT c CHECK (${check});`;
    expect(lastOf([given, attach]).scans.map(({ relation }) => relation.name)).toEqual(scans);
  });

  it('but not on a check that is NOT VALID', () => {
    const given = `${tables} ALTER TABLE june ADD CONSTRAINT c CHECK (day >= '2026-06-01' AND day < '2026-07-01') NOT VALID;`;
    expect(lastOf([given, attach]).scans).toHaveLength(1);
  });
});

describe('a default follows a column to its new type', () => {
  const mood = `${books} CREATE TYPE mood AS ENUM ('a'); ALTER TABLE books ADD COLUMN mood text DEFAULT 'a';`;
  const change = 'ALTER TABLE books ALTER COLUMN mood TYPE mood USING mood::mood;';

  it.each([
    [mood, ['42804']],
    [`${mood} ALTER TABLE books ALTER COLUMN mood SET DEFAULT 'a'::mood;`, []],
    [`${mood} ALTER TABLE books ALTER COLUMN mood DROP DEFAULT;`, []],
  ])('after %s', (given, errors) => {
    expect(lastOf([given, change]).errors.map(({ sqlstate }) => sqlstate)).toEqual(errors);
  });
});

describe('DROP … IF EXISTS of what stands on a table', () => {
  const given = `${books} CREATE POLICY readers ON books USING (true);`;

  it.each([
    ['DROP POLICY IF EXISTS readers ON books;', ['ACCESS EXCLUSIVE']],
    ['DROP POLICY IF EXISTS writers ON books;', []],
    ['DROP TRIGGER IF EXISTS readers ON books;', []],
    ['DROP RULE IF EXISTS readers ON books;', []],
  ])('%s locks only where there is one', (sql, modes) => {
    expect(lastOf([given, sql]).locks.map(({ mode }) => mode)).toEqual(modes);
  });

  it('may find what nobody knows of', () => {
    const { locks } = lastOf(['DROP POLICY IF EXISTS writers ON books;'], { alone: true });
    expect(locks.map(({ mode }) => mode)).toEqual(['ACCESS EXCLUSIVE']);
  });
});

describe('a new partition is looked for in the default partition', () => {
  const range = 'CREATE TABLE visits (k int) PARTITION BY RANGE (k); CREATE TABLE rest PARTITION OF visits DEFAULT;';
  const list = range.replace('RANGE', 'LIST');
  const scansOf = (given: string, bound: string): readonly string[] =>
    lastOf([given, `CREATE TABLE part PARTITION OF visits FOR VALUES ${bound};`]).scans.map(
      ({ relation }) => relation.name,
    );
  const withCheck = (given: string, check: string, end = ''): string =>
    `${given} ALTER TABLE rest ADD CONSTRAINT c CHECK (${check})${end};`;

  // What the server says of each by «updated partition constraint for default partition … is implied».
  it.each([
    ['k < 10 OR k >= 20', []],
    ['k < 5 OR k >= 30', []],
    ['k < 10 OR k >= 15', ['rest']],
    ['NOT (k >= 10 AND k < 20)', []],
    ['NOT (k >= 0 AND k < 90)', []],
    ['NOT (k >= 12 AND k < 20)', ['rest']],
    ['k < 10', []],
    ['k > 10', ['rest']],
  ])('of a range: %s', (check, scans) => {
    expect(scansOf(withCheck(range, check), 'FROM (10) TO (20)')).toEqual(scans);
  });

  it.each([
    ['k <> 1 AND k <> 2', []],
    ['k NOT IN (1, 2, 3)', []],
    ['k <> 1', ['rest']],
  ])('of a list: %s', (check, scans) => {
    expect(scansOf(withCheck(list, check), 'IN (1, 2)')).toEqual(scans);
  });

  it('is no proof without validation', () => {
    expect(scansOf(withCheck(range, 'k < 10 OR k >= 20', ' NOT VALID'), 'FROM (10) TO (20)')).toEqual(['rest']);
  });
});

describe('sequences are locked with the columns that draw from them', () => {
  const locksOf = (given: string, sql: string): readonly string[] =>
    lastOf([given, sql]).locks.map(({ relation, mode }) => `${mode} on ${relation.name}`);

  it('tables lose their default where the sequence is dropped with CASCADE', () => {
    const given = `CREATE SEQUENCE numbers; ${books} ALTER TABLE books ALTER COLUMN pages SET DEFAULT nextval('numbers');`;
    expect(locksOf(given, 'DROP SEQUENCE numbers CASCADE;')).toEqual([
      'ACCESS EXCLUSIVE on numbers',
      'ACCESS EXCLUSIVE on books',
    ]);
    expect(locksOf(given, 'DROP SEQUENCE numbers;')).toEqual(['ACCESS EXCLUSIVE on numbers']);
  });

  it.each([
    ['int GENERATED ALWAYS AS IDENTITY', ['ACCESS EXCLUSIVE on t', 'SHARE ROW EXCLUSIVE on t_id_seq']],
    ['serial', ['ACCESS EXCLUSIVE on t']],
  ])('the numbers of %s get its new type', (type, locks) => {
    expect(locksOf(`CREATE TABLE t (id ${type});`, 'ALTER TABLE t ALTER COLUMN id TYPE bigint;')).toEqual(locks);
  });
});

describe('an index that computes something', () => {
  const titles = 'CREATE TABLE books (title varchar(20), note text);';
  const buildsOf = (index: string): readonly string[] =>
    lastOf([`${titles} ${index}`, 'ALTER TABLE books ALTER title TYPE text;']).indexBuilds.map(
      ({ relation }) => relation.name,
    );

  it.each([
    ['CREATE INDEX ON books (title);', []],
    ['CREATE INDEX ON books (lower(title));', ['books']],
    ["CREATE INDEX ON books (note) WHERE title = 'a';", ['books']],
    ['CREATE INDEX ON books (lower(note));', []],
  ])('is built anew when the type of its column changes, though no row is: %s', (index, builds) => {
    expect(buildsOf(index)).toEqual(builds);
  });
});

it('DROP TYPE locks a composite type as it locks a table, and no other type', () => {
  const locksOf = (type: string): readonly string[] =>
    lastOf([type, 'DROP TYPE place;']).locks.map(({ relation, target, mode }) => `${target} ${relation.name} ${mode}`);
  expect(locksOf('CREATE TYPE place AS (shelf int);')).toEqual(['compositeType place ACCESS EXCLUSIVE']);
  expect(locksOf("CREATE TYPE place AS ENUM ('a');")).toEqual([]);
});

describe('rows and types that are locked beside the table itself', () => {
  const locksOf = (given: string, sql: string): readonly string[] =>
    lastOf([given, sql]).locks.map(({ relation, mode }) => `${mode} on ${relation.name}`);

  it.each([
    ['', 'ACCESS SHARE'],
    [' FOR SHARE', 'ROW SHARE'],
  ])('INSERT … SELECT%s', (clause, mode) => {
    const given = 'CREATE TABLE old_books (id bigint); CREATE TABLE books (id bigint);';
    expect(locksOf(given, `INSERT INTO books SELECT * FROM old_books${clause};`)).toEqual([
      'ROW EXCLUSIVE on books',
      `${mode} on old_books`,
    ]);
  });

  it('a composite type and the tables made of it', () => {
    const given = 'CREATE TYPE book AS (title text); CREATE TABLE books OF book;';
    expect(locksOf(given, 'ALTER TYPE book ADD ATTRIBUTE isbn text CASCADE;')).toEqual([
      'ACCESS EXCLUSIVE on books',
      'ACCESS EXCLUSIVE on book',
    ]);
  });

  it('the sequence of an identity that starts anew', () => {
    expect(
      locksOf('CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY);', 'ALTER TABLE t ALTER id RESTART WITH 9;'),
    ).toEqual(['ACCESS EXCLUSIVE on t', 'SHARE ROW EXCLUSIVE on t_id_seq']);
  });
});

it('the body of an SQL function opens what its views read, where it is checked', () => {
  const view = `${books} CREATE VIEW thick AS SELECT * FROM books; CREATE VIEW thickest AS SELECT * FROM thick;`;
  const locksOf = (language: string): readonly string[] =>
    lastOf([view, `CREATE FUNCTION f() RETURNS bigint LANGUAGE ${language} AS 'SELECT id FROM thickest';`])
      .locks.map(({ relation, mode }) => `${relation.name} ${mode}`)
      .sort();
  expect(locksOf('sql')).toEqual(['books ACCESS SHARE', 'thick ACCESS SHARE', 'thickest ACCESS SHARE']);
  expect(locksOf('plpgsql')).toEqual([]);
});
