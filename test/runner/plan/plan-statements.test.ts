import { describe, expect, test } from 'vitest';
import type { TransactionModel } from '../../../src/core/migration.js';
import { planStatements, type StatementPlan } from '../../../src/runner/plan/plan-statements.js';
import { parser } from '../migrations.js';

const plan = (text: string, transaction: TransactionModel = 'transaction'): StatementPlan =>
  planStatements('0001_books', { path: '0001_books.sql', text, transaction }, parser);
const sqlOf = (text: string): readonly string[] => plan(text).statements.map(({ sql }) => sql);

describe('planStatements', () => {
  test('splits by statements, not by semicolons', () => {
    const body = 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$';
    expect(sqlOf(`-- one; two\nINSERT INTO books VALUES ('a;b');\n${body};\n`)).toEqual([
      "INSERT INTO books VALUES ('a;b')",
      body,
    ]);
  });

  test('puts a file into one transaction, and knows the lines', () => {
    const { mode, statements } = plan('CREATE TABLE a ();\n\n-- b\nCREATE TABLE b ();');
    expect(mode).toBe('atomic');
    expect(statements.map(({ index, line, transaction }) => [index, line, transaction])).toEqual([
      [0, 1, 'file'],
      [1, 4, 'file'],
    ]);
  });

  test.each(['transaction', 'autocommit'] as const)('leaves out a BEGIN … COMMIT around the whole (%s)', (model) => {
    const { mode, statements, refusals } = plan('BEGIN;\nCREATE TABLE a ();\nCOMMIT;', model);
    expect({ mode, refusals, sql: statements.map(({ sql }) => sql) }).toEqual({
      mode: 'atomic',
      refusals: [],
      sql: ['CREATE TABLE a ()'],
    });
  });

  test('runs statement by statement where one cannot be in a transaction', () => {
    const { mode, statements } = plan(
      'CREATE TABLE a (b int);\nCREATE INDEX CONCURRENTLY a_b ON app.a (b);\nSELECT 1;',
    );
    expect(mode).toBe('journalled');
    expect(statements.map(({ transaction }) => transaction)).toEqual(['own', 'none', 'own']);
    expect(statements[1]).toMatchObject({
      withoutStatementTimeout: true,
      concurrentIndex: { name: 'a_b', table: { schema: 'app', name: 'a' } },
    });
  });

  test('runs statement by statement what its tool runs so', () => {
    expect(plan('CREATE TABLE a ();', 'autocommit')).toMatchObject({
      mode: 'journalled',
      statements: [{ transaction: 'own' }],
    });
  });

  test.each([
    ['ALTER TABLE a VALIDATE CONSTRAINT c', true],
    ['REINDEX INDEX CONCURRENTLY i', true],
    ['DROP INDEX CONCURRENTLY i', true],
    ['CREATE INDEX i ON a (b)', false],
  ])('%s runs without statement_timeout: %s', (sql, without) => {
    expect(plan(sql).statements[0]?.withoutStatementTimeout).toBe(without);
  });

  test.each([
    ['SELECT 1;\nCOMMIT;\nSELECT 2;', 2, 'COMMIT'],
    ['SELECT 1;\n\n  ROLLBACK;', 3, 'ROLLBACK'],
    ['BEGIN;\nSELECT 1;', 1, 'BEGIN'],
    ["SELECT 1;\nPREPARE TRANSACTION 'x';", 2, 'PREPARE TRANSACTION'],
    ['DO $$ BEGIN\nCOMMIT;\nEND $$;', 2, 'COMMIT in a block'],
  ])('refuses transaction control with its place: %j', (sql, line, words) => {
    expect(plan(sql).refusals).toMatchObject([{ kind: 'transaction-control', place: { line } }]);
    expect(plan(sql).refusals[0]?.message).toContain(words);
  });

  test.each([
    ['COPY a FROM stdin;', 'COPY … FROM stdin', 1],
    ['SELECT 1;\nCOPY a (b) FROM STDIN WITH (FORMAT csv);\n1\n2\n\\.\n', 'COPY … FROM stdin', 2],
    ['\\restrict abc\nSELECT 1;', 'Delete the line', 1],
    ['\\i other.sql\nSELECT 1;', 'can run \\i', 1],
  ])('refuses what only psql can do: %j', (sql, words, line) => {
    const { refusals } = plan(sql);
    expect(refusals).toMatchObject([{ kind: 'psql-command', place: { line } }]);
    expect(refusals[0]?.message).toContain(words);
  });

  test('sends rows and reads files as the server can', () => {
    expect(plan("COPY a TO STDOUT; COPY a FROM '/tmp/rows';").refusals).toEqual([]);
  });

  test.each([
    ['BEGIN ISOLATION LEVEL SERIALIZABLE;', 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE'],
    ['begin work read only;', 'SET TRANSACTION read only'],
    [
      'START TRANSACTION\n  ISOLATION LEVEL REPEATABLE READ, NOT DEFERRABLE;',
      'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, NOT DEFERRABLE',
    ],
  ])('asks of its own transaction what the file asks of its: %s', (begin, sql) => {
    expect(plan(`SET lock_timeout = '1s';\n${begin}\nSELECT 1;\nCOMMIT;`).statements.map((one) => one.sql)).toEqual([
      sql,
      "SET lock_timeout = '1s'",
      'SELECT 1',
    ]);
  });

  test.each(['BEGIN;', 'BEGIN WORK /* all of it */;', 'start transaction -- now\n;'])(
    '%j asks for nothing',
    (begin) => {
      expect(plan(`${begin}\nSELECT 1;\nCOMMIT;`).statements.map((one) => one.sql)).toEqual(['SELECT 1']);
    },
  );

  test('lets a block commit its batches where the file is in no transaction', () => {
    const { refusals, statements } = plan('DO $$ BEGIN COMMIT; END $$; CALL move_rows(); SELECT 1;', 'autocommit');
    expect(refusals).toEqual([]);
    expect(statements.map(({ transaction }) => transaction)).toEqual(['none', 'none', 'own']);
  });

  test('refuses what cannot be in the transaction that the file asks for', () => {
    expect(plan('BEGIN;\nVACUUM a;\nCOMMIT;').refusals).toMatchObject([
      { kind: 'cannot-run-in-transaction', place: { line: 2 } },
    ]);
  });

  test.each([
    ['CRATE TABLE a ();', 'syntax-error'],
    ['\\i other.sql\n', 'psql-command'],
    ['COPY a FROM stdin;\n1\n\\.\n', 'psql-command'],
  ])('refuses %j', (sql, kind) => {
    expect(plan(sql).refusals[0]).toMatchObject({ kind, path: '0001_books.sql' });
  });
});
