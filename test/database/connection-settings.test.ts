import { describe, expect, test } from 'vitest';
import { connectionSettings } from '../../src/database/connection-settings.js';
import { describeTarget } from '../../src/database/connection-target.js';
import { redactUrl } from '../../src/database/redact-url.js';

describe('connectionSettings', () => {
  test('reads every part of a URL', () => {
    const url =
      'postgresql://ann:p%40ss%2Fword@db.example.com:6543/shop?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=3';
    expect(connectionSettings(url, {})).toEqual({
      adapter: 'node-postgres',
      host: 'db.example.com',
      port: 6543,
      user: 'ann',
      password: 'p@ss/word',
      database: 'shop',
      sslMode: 'verify-full',
      sslRootCert: '/ca.pem',
      applicationName: 'pgairlock',
      connectTimeoutSeconds: 3,
    });
  });

  test('takes from PG variables what the URL leaves open, and what it says from the URL', () => {
    const env = {
      PGHOST: 'other',
      PGPORT: '5433',
      PGUSER: 'bob',
      PGPASSWORD: 'secret',
      PGDATABASE: 'd',
      PGSSLMODE: 'require',
    };
    expect(connectionSettings('postgres://db/shop', env)).toMatchObject({
      host: 'db',
      port: 5433,
      user: 'bob',
      password: 'secret',
      database: 'shop',
      sslMode: 'require',
    });
    expect(connectionSettings(undefined, env)).toMatchObject({ host: 'other', database: 'd' });
  });

  test('takes empty variables as unset, and falls back to the defaults of libpq', () => {
    expect(connectionSettings(undefined, { PGHOST: '', PGPORT: '' })).toMatchObject({
      host: 'localhost',
      port: 5432,
      sslMode: 'prefer',
      connectTimeoutSeconds: 10,
    });
  });

  test.each([
    ['postgres:///shop?host=/run/postgresql', '/run/postgresql'],
    ['postgres://%2Frun%2Fpostgresql/shop', '/run/postgresql'],
    ['postgres://[::1]:5432/shop', '::1'],
  ])('reads the host of %s', (url, host) => {
    expect(connectionSettings(url, {})).toMatchObject({ host, database: 'shop' });
  });

  test('reads the URLs of PGlite', () => {
    expect(connectionSettings('pglite:memory', {})).toEqual({ adapter: 'pglite' });
    expect(connectionSettings('pglite:./data/dev', {})).toEqual({ adapter: 'pglite', folder: './data/dev' });
  });

  test.each([
    ['mysql://db/shop', {}, 'not a connection URL'],
    ['host=db', {}, 'not a connection URL'],
    ['postgres://ann:p%zz@db/shop', {}, '%25'],
    ['postgres://db/shop?sslmode=on', {}, 'sslmode'],
    ['postgres://db', { PGPORT: 'many' }, 'port'],
    ['postgres://db', { PGPORT: '70000' }, 'port'],
    ['pglite:', {}, 'pglite:./folder'],
  ])('refuses %s %o', (url, env, words) => {
    expect(() => connectionSettings(url, env)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(words) }),
    );
  });

  test('never prints the password of a URL that it cannot read', () => {
    const read = (): unknown => connectionSettings('postgres://ann:pass@word@db:port/shop', {});
    expect(read).toThrow('postgres://ann:***@db:port/shop is not a connection URL');
  });
});

describe('redactUrl', () => {
  test.each([
    ['postgres://ann:sesame@db:5432/shop', 'postgres://ann:***@db:5432/shop'],
    ['postgres://ann:se@sa:me@db/shop', 'postgres://ann:***@db/shop'],
    ['postgres://:sesame@db/shop', 'postgres://:***@db/shop'],
    ['postgres://ann@db/shop?password=sesame&sslmode=require', 'postgres://ann@db/shop?password=***&sslmode=require'],
    ['postgres://db:5432/shop', 'postgres://db:5432/shop'],
    ['postgres://ann:se/sa?me@db/shop', 'postgres://ann:***@db/shop'],
    ['postgres://ann@db/shop', 'postgres://ann@db/shop'],
    ['ann:sesame@db/shop', 'ann:***@db/shop'],
    ['host=db password=sesame dbname=shop', 'host=db password=*** dbname=shop'],
    ["host=db password = 'se same'", 'host=db password = ***'],
    ['pglite:./data', 'pglite:./data'],
  ])('%s is printed as %s', (url, printed) => {
    expect(redactUrl(url)).toBe(printed);
  });
});

test('a target is described without its password', () => {
  const target = connectionSettings('postgres://ann:sesame@db/shop', {});
  expect(describeTarget(target)).toBe('ann@db:5432/shop');
});
