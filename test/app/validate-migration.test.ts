import { describe, expect, it } from 'vitest';
import { detectDestructiveOperations, detectMissingRLS, validateMigration } from '../../src/app/validate-migration.js';

describe('validateMigration', () => {
  it('calls a dropped table an error, in words that stay', async () => {
    const { errors, findings } = await validateMigration('DROP TABLE users;');
    expect(errors).toContain('Destructive operation: DROP TABLE');
    expect(findings).toContainEqual(
      expect.objectContaining({ ruleId: 'drop-table', line: 1, column: 1, path: 'migration.sql' }),
    );
  });

  it.each([
    ['ALTER TABLE users ALTER COLUMN age TYPE text;', true],
    ['ALTER TABLE users ALTER age SET DATA TYPE varchar(10);', true],
    ['CREATE TABLE users (age int); ALTER TABLE users ALTER COLUMN age TYPE text;', false],
    ['ALTER TABLE users ALTER COLUMN age SET DEFAULT 1;', false],
  ])('warns of a type change where it may lose data: %j %s', async (sql, expected) => {
    const { warnings } = await validateMigration(sql);
    expect(warnings.includes('Type change may cause data loss')).toBe(expected);
  });

  it('warns of a new table without row level security', async () => {
    const { warnings } = await validateMigration('CREATE TABLE posts (id uuid);');
    expect(warnings).toContain('No RLS policies defined');
  });

  it('has nothing to say of row level security that is on', async () => {
    const { warnings } = await validateMigration(
      'CREATE TABLE posts (id uuid PRIMARY KEY);\nALTER TABLE posts ENABLE ROW LEVEL SECURITY;\n' +
        'CREATE POLICY own ON posts FOR SELECT TO authenticated USING ((select auth.uid()) = id);',
    );
    expect(warnings).not.toContain('No RLS policies defined');
  });

  it('reports bad SQL as a finding', async () => {
    const { errors } = await validateMigration('CRATE TABLE posts ();');
    expect(errors).toEqual([expect.stringContaining('syntax error')]);
  });

  it('keeps suppressed findings out of the texts', async () => {
    const { errors, findings } = await validateMigration(
      '-- pgairlock-disable-next-line drop-table -- empty since May\nDROP TABLE users;',
    );
    expect(errors).not.toContain('Destructive operation: DROP TABLE');
    expect(findings).toContainEqual(expect.objectContaining({ ruleId: 'drop-table', suppressed: true }));
  });

  it('obeys the levels that it is given', async () => {
    const { errors } = await validateMigration('DROP TABLE users;', { rules: { 'drop-table': 'off' } });
    expect(errors).not.toContain('Destructive operation: DROP TABLE');
    await expect(validateMigration('', { rules: { 'drop-tabel': 'off' } as never })).rejects.toMatchObject({
      code: 'config-invalid',
      message: 'Unknown rule "drop-tabel". Did you mean "drop-table"?',
    });
  });
});

describe('detectDestructiveOperations', () => {
  it.each([
    ['DROP TABLE users;', true],
    ['-- pgairlock-disable-next-line drop-table -- known\nDROP TABLE users;', true],
    ['-- DROP TABLE users;', false],
    ["SELECT 'DROP TABLE users';", false],
    ['CREATE TABLE a (id int); DROP TABLE a;', false],
    ['CREATE TABLE a (id int);', false],
  ])('%j: %s', async (sql, expected) => {
    expect(await detectDestructiveOperations(sql)).toBe(expected);
  });
});

describe('detectMissingRLS', () => {
  it.each([
    ['CREATE TABLE posts (id uuid);', true],
    ['CREATE TABLE posts (id uuid); ALTER TABLE posts ENABLE ROW LEVEL SECURITY;', false],
    ['CREATE TEMPORARY TABLE posts (id uuid);', false],
    ['CREATE TABLE private.posts (id uuid);', false],
    ['ALTER TABLE posts ADD COLUMN title text;', false],
  ])('%j: %s', async (sql, expected) => {
    expect(await detectMissingRLS(sql)).toBe(expected);
  });
});
