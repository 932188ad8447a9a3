import { describe, expect, test } from 'vitest';
import type { Migration, Section } from '../../../src/core/migration.js';
import { placeDown } from '../../../src/generate/down/placement.js';

function migration(file: string, source = 'create table a (id int);\n', down?: Partial<Section>): Migration {
  const up: Section = { direction: 'up', path: file, source, text: source, transaction: 'transaction', form: 'file' };
  const id = file.slice(file.lastIndexOf('/') + 1).replace(/(?:\.up)?\.sql$/, '');
  return {
    id,
    version: /^\d+/.exec(id)?.[0] ?? '',
    name: id,
    path: file,
    up,
    down: down && { ...up, direction: 'down', ...down },
    dependencies: [],
    header: {},
    checksum: '',
    problems: [],
  };
}

const sql = '-- Undoes it.\n\nDROP TABLE a;\n';
const place = (format: string, one: Migration, others: readonly Migration[] = []) =>
  placeDown({ format, migration: one, migrations: [...others, one], sql });

describe('a generated down goes', () => {
  test.each([
    ['supabase', 'supabase/migrations/1_a.sql', 'supabase/rollbacks/1_a.sql'],
    ['plain', 'migrations/1_a.sql', 'rollbacks/1_a.sql'],
    ['golang-migrate', 'm/1_a.up.sql', 'm/1_a.down.sql'],
    ['sqlx', 'm/1_a.up.sql', 'm/1_a.down.sql'],
    ['sqlx', 'm/1_a.sql', 'rollbacks/1_a.sql'],
    ['pop', 'm/1_a.postgres.up.sql', 'm/1_a.postgres.down.sql'],
    ['hasura', 'm/1_a/up.sql', 'm/1_a/down.sql'],
    ['diesel', 'm/1_a/up.sql', 'm/1_a/down.sql'],
    ['prisma', 'm/1_a/migration.sql', 'm/1_a/down.sql'],
    ['flyway', 'm/V1__a.sql', 'm/U1__a.sql'],
    ['sqitch', 'db/deploy/a/b.sql', 'db/revert/a/b.sql'],
    ['umzug', 'm/2026.01.01T00.00.00.a.sql', 'm/down/2026.01.01T00.00.00.a.sql'],
  ])('of the format %s beside %s to %s', (format, up, down) => {
    expect(place(format, migration(up))).toEqual({ path: down, text: sql });
  });

  test.each([
    ['m/1_a.sql', 'm/1_a_down.sql', 'm/2_b_down.sql'],
    ['m/1_a.sql', 'm/1_a.down.sql', 'm/2_b.down.sql'],
    ['m/1_a.sql', 'm/1_a_rollback.sql', 'm/2_b_rollback.sql'],
    ['m/1_a.sql', 'm/rollbacks/1_a.sql', 'm/rollbacks/2_b.sql'],
    ['m/1_a.sql', 'rollback/1_a.sql', 'rollback/2_b.sql'],
  ])('where the folder keeps the down of %s: %s', (up, down, expected) => {
    const example = migration(up, '', { form: 'separate-file', path: down });
    expect(place('plain', migration('m/2_b.sql'), [example]).path).toBe(expected);
  });

  test.each([
    ['dbmate', '-- migrate:up\ncreate table a (id int);\n', '-- migrate:down'],
    ['goose', '-- +goose Up\ncreate table a (id int);\n', '-- +goose Down'],
    ['node-pg-migrate', '-- Up Migration\ncreate table a (id int);\n', '-- Down Migration'],
    ['tern', 'create table a (id int);\n', '---- create above / drop below ----'],
  ])('behind the marker of %s', (format, source, marker) => {
    expect(place(format, migration('m/1_a.sql', source))).toEqual({
      path: 'm/1_a.sql',
      text: `${source}\n${marker}\n${sql}`,
    });
  });

  test('in the place of an empty section', () => {
    const source = '-- migrate:up\ncreate table a (id int);\n-- migrate:down\n';
    const start = source.indexOf('-- migrate:down');
    const one = migration('m/1_a.sql', source, { form: 'section', span: { start, end: source.length } });
    expect(place('dbmate', one).text).toBe(`${source}${sql}`);
  });

  test('into comments where the folder does so, in the form that it uses', () => {
    const source = 'create table a (id int);\n\n-- ROLLBACK START\n-- DROP TABLE a;\n-- ROLLBACK END\n';
    const example = migration('m/1_a.sql', source, { form: 'commented-section' });
    expect(place('supabase', migration('m/2_b.sql'), [example]).text).toBe(
      'create table a (id int);\n\n-- ROLLBACK START\n-- -- Undoes it.\n--\n-- DROP TABLE a;\n-- ROLLBACK END\n',
    );
    const other = migration('m/1_a.sql', '-- DOWN MIGRATION\n-- DROP TABLE a;\n', { form: 'commented-section' });
    expect(place('plain', migration('m/2_b.sql'), [other]).text).toContain('\n-- DOWN MIGRATION\n-- -- Undoes it.\n');
  });

  test('into comments once where it is a comment alone', () => {
    const example = migration('m/1_a.sql', '-- DOWN MIGRATION\n-- DROP TABLE a;\n', { form: 'commented-section' });
    const { text } = placeDown({
      format: 'plain',
      migration: migration('m/2_b.sql'),
      migrations: [example],
      sql: '-- Undoes 2_b.\n',
    });
    expect(text).toBe('create table a (id int);\n\n-- DOWN MIGRATION\n-- Undoes 2_b.\n');
  });

  test('fenced where the tool cuts at semicolons', () => {
    const body = 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ begin return 1; end $$;\nDROP TABLE a;\n';
    const { text } = placeDown({ format: 'goose', migration: migration('1_a.sql'), migrations: [], sql: body });
    expect(text).toContain(
      '-- +goose Down\n-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ begin return 1; end $$;\n-- +goose StatementEnd\nDROP TABLE a;\n',
    );
  });
});
