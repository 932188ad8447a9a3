import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src/catalog/replay-catalog.js';
import type { TransactionModel } from '../../src/core/migration.js';
import { effectsOf } from '../../src/effects/effects-of.js';
import { createSessionTracker } from '../../src/effects/session-tracker.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const parser = await loadLibpgQuery();

interface Moment {
  readonly transaction: string;
  readonly count: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly held: Readonly<Record<string, string>>;
  readonly newNotValid: readonly string[];
  readonly pending: readonly string[];
  readonly enumValues: readonly string[];
}

/** The session after each statement. */
function follow(sql: string, model: TransactionModel, given = '', version: 15 | 17 = 15): readonly Moment[] {
  const server = { version, timeZone: 'UTC' } as const;
  const catalog = createCatalog({ complete: true, supabase: false });
  const run = (text: string, as: TransactionModel): readonly Moment[] => {
    const script = readScript(text, parser);
    const tracker = createSessionTracker(server);
    const { session } = tracker;
    catalog.beginUnit(as);
    tracker.beginFile(as, script.statements.length);
    const moments = script.statements.map((statement) => {
      for (const op of statement.operations) {
        const effects = effectsOf(op, { catalog, session, server, statement });
        catalog.apply(op, script.text);
        tracker.advance(op, effects, catalog);
      }
      tracker.endStatement();
      return {
        transaction: session.transaction,
        count: session.statementsInTransaction,
        settings: Object.fromEntries(session.settings),
        held: Object.fromEntries([...session.held].map(([name, { mode }]) => [name, mode])),
        newNotValid: [...session.newNotValid],
        pending: [...session.pendingEvents],
        enumValues: [...session.newEnumValues.values()].flatMap((values) => [...values]),
      };
    });
    tracker.endFile();
    catalog.endUnit();
    return moments;
  };
  run(given, 'transaction');
  return run(sql, model);
}

const last = (moments: readonly Moment[]): Moment | undefined => moments.at(-1);
const books = 'CREATE TABLE books (id bigint PRIMARY KEY, pages int);';

describe('who holds the transaction', () => {
  it.each([
    ['transaction', ['runner', 'runner']],
    ['pipeline', ['runner', 'runner']],
    ['simple-query', ['runner', 'runner']],
    ['autocommit', ['none', 'none']],
  ] as const)('%s without transaction control', (model, owners) => {
    expect(follow('SELECT 1; SELECT 2;', model).map(({ transaction }) => transaction)).toEqual(owners);
  });

  it('is nobody for a simple query of one statement', () => {
    expect(follow('SELECT 1;', 'simple-query')[0]?.transaction).toBe('none');
  });

  it('is the file between its BEGIN and COMMIT', () => {
    const moments = follow('BEGIN; SELECT 1; COMMIT; SELECT 2;', 'autocommit');
    expect(moments.map(({ transaction, count }) => [transaction, count])).toEqual([
      ['file', 0],
      ['file', 1],
      ['none', 0],
      ['none', 0],
    ]);
  });

  it('is nobody after a COMMIT that ends the transaction of the tool', () => {
    const moments = follow('SELECT 1; COMMIT; SELECT 2; BEGIN;', 'transaction');
    expect(moments.map(({ transaction }) => transaction)).toEqual(['runner', 'none', 'none', 'file']);
  });

  it('begins anew after a COMMIT in a batch', () => {
    const moments = follow('SELECT 1; COMMIT; SELECT 2;', 'pipeline');
    expect(moments.map(({ transaction, count }) => [transaction, count])).toEqual([
      ['runner', 1],
      ['runner', 0],
      ['runner', 1],
    ]);
  });

  it('stays with AND CHAIN', () => {
    expect(last(follow('BEGIN; COMMIT AND CHAIN;', 'autocommit'))?.transaction).toBe('file');
  });

  it('begins anew after a statement that the tool sends alone', () => {
    const sql = 'LOCK TABLE books IN SHARE MODE; CREATE INDEX CONCURRENTLY i ON books (pages); SELECT 1;';
    expect(follow(sql, 'pipeline-standalone', books).map(({ count, held }) => [count, Object.keys(held)])).toEqual([
      [1, ['public.books']],
      [0, []],
      [1, []],
    ]);
  });
});

describe('settings', () => {
  it('of SET LOCAL are over at COMMIT, those of SET stay', () => {
    const moments = follow("BEGIN; SET LOCAL lock_timeout = '1s'; SET statement_timeout = '9s'; COMMIT;", 'autocommit');
    expect(moments.map(({ settings }) => settings)).toEqual([
      {},
      { lock_timeout: '1s' },
      { lock_timeout: '1s', statement_timeout: '9s' },
      { statement_timeout: '9s' },
    ]);
  });

  it('of SET go back at ROLLBACK', () => {
    const sql = "SET lock_timeout = '1s'; BEGIN; SET lock_timeout = '5s'; ROLLBACK;";
    expect(last(follow(sql, 'autocommit'))?.settings).toEqual({ lock_timeout: '1s' });
  });

  it('go back to a savepoint', () => {
    const sql = "SAVEPOINT s; SET lock_timeout = '5s'; ROLLBACK TO SAVEPOINT s;";
    expect(last(follow(sql, 'transaction'))?.settings).toEqual({});
  });

  it('of SET LOCAL outside a transaction have no effect', () => {
    expect(last(follow("SET LOCAL lock_timeout = '1s';", 'autocommit'))?.settings).toEqual({});
  });

  it('of SET LOCAL give way to a later SET', () => {
    const sql = "SET LOCAL lock_timeout = '1s'; SET lock_timeout = '5s';";
    expect(last(follow(sql, 'transaction'))?.settings).toEqual({ lock_timeout: '5s' });
  });

  it('are gone with RESET ALL', () => {
    expect(last(follow("SET lock_timeout = '1s'; RESET ALL;", 'transaction'))?.settings).toEqual({});
  });
});

describe('what a transaction gathers', () => {
  it('holds the strongest lock of each relation until the end', () => {
    const sql = 'BEGIN; SELECT * FROM books; ALTER TABLE books ADD COLUMN x int; COMMIT;';
    expect(follow(sql, 'autocommit', books).map(({ held }) => held['public.books'])).toEqual([
      undefined,
      'ACCESS SHARE',
      'ACCESS EXCLUSIVE',
      undefined,
    ]);
  });

  it('gives locks back at ROLLBACK TO SAVEPOINT', () => {
    const sql = 'SAVEPOINT s; ALTER TABLE books ADD COLUMN x int; ROLLBACK TO SAVEPOINT s;';
    expect(last(follow(sql, 'transaction', books))?.held).toEqual({});
  });

  it('holds nothing from one statement to the next without a transaction', () => {
    expect(last(follow('ALTER TABLE books ADD COLUMN x int;', 'autocommit', books))?.held).toEqual({});
  });

  it('knows the constraints that it added NOT VALID', () => {
    const sql = 'ALTER TABLE books ADD CONSTRAINT positive CHECK (pages > 0) NOT VALID;';
    expect(last(follow(sql, 'transaction', books))?.newNotValid).toEqual(['public.books.positive']);
    expect(last(follow(sql, 'autocommit', books))?.newNotValid).toEqual([]);
  });

  const mood = "CREATE TYPE mood AS ENUM ('a');";

  it('knows its new enum values', () => {
    expect(last(follow("ALTER TYPE mood ADD VALUE 'b';", 'transaction', mood))?.enumValues).toEqual(['b']);
    expect(last(follow("ALTER TYPE mood ADD VALUE 'b';", 'autocommit', mood))?.enumValues).toEqual([]);
  });

  it.each([
    [15, ['b']],
    [17, []],
  ] as const)('on %s new values of a new enum are unsafe: %j', (version, values) => {
    const sql = `${mood} ALTER TYPE mood ADD VALUE 'b';`;
    expect(last(follow(sql, 'transaction', '', version))?.enumValues).toEqual(values);
  });

  const loans = `${books} CREATE TABLE loans (book bigint, CONSTRAINT to_book FOREIGN KEY (book) REFERENCES books DEFERRABLE);`;

  it.each([
    ['INSERT INTO loans VALUES (1);', []],
    ['SET CONSTRAINTS ALL DEFERRED; INSERT INTO loans VALUES (1);', ['public.loans']],
    ['SET CONSTRAINTS to_book DEFERRED; DELETE FROM books;', ['public.books']],
    ['SET CONSTRAINTS ALL DEFERRED; INSERT INTO loans VALUES (1); SET CONSTRAINTS ALL IMMEDIATE;', []],
    ['SET CONSTRAINTS ALL DEFERRED; INSERT INTO loans VALUES (1); SET CONSTRAINTS to_book IMMEDIATE;', []],
  ])('after %s events wait on %j', (sql, tables) => {
    expect(last(follow(sql, 'transaction', loans))?.pending).toEqual(tables);
  });
});
