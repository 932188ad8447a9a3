import { PgairlockError } from '../core/error.js';
import { type ConnectionTarget, type ServerTarget, type SslMode, sslModes } from './connection-target.js';
import { redactUrl } from './redact-url.js';

/** The environment's variables, as they are handed in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where to connect to: a URL (`postgres://…`, `pglite:./folder`, `pglite:memory`), and for what it leaves open libpq's
 * `PG*` variables, and then libpq's defaults.
 * @throws PgairlockError `usage` for a URL that cannot be read. Its message holds no password.
 * @see https://www.postgresql.org/docs/current/libpq-envars.html
 */
export function connectionSettings(url: string | undefined, env: Environment): ConnectionTarget {
  if (url?.trim() === '') throw new PgairlockError('usage', 'The connection URL is empty.');
  if (url?.startsWith('pglite:')) return embedded(url.slice('pglite:'.length), url);
  const parts = url === undefined ? undefined : parseUrl(url);
  const given = (parameter: string, variable: string): string | undefined =>
    filled(parts?.searchParams.get(parameter)) ?? filled(env[variable]);
  return {
    adapter: 'node-postgres',
    host: decoded(parts?.hostname) ?? given('host', 'PGHOST') ?? 'localhost',
    port: wholeNumber(filled(parts?.port) ?? given('port', 'PGPORT') ?? '5432', 'port', 65_535),
    user: decoded(parts?.username) ?? given('user', 'PGUSER'),
    password: decoded(parts?.password) ?? given('password', 'PGPASSWORD'),
    database: decoded(parts?.pathname.slice(1)) ?? given('dbname', 'PGDATABASE'),
    sslMode: toSslMode(given('sslmode', 'PGSSLMODE') ?? 'prefer'),
    sslRootCert: given('sslrootcert', 'PGSSLROOTCERT'),
    applicationName: given('application_name', 'PGAPPNAME') ?? 'pgairlock',
    connectTimeoutSeconds: wholeNumber(given('connect_timeout', 'PGCONNECT_TIMEOUT') ?? '10', 'connect_timeout', 3600),
    options: given('options', 'PGOPTIONS'),
  } satisfies ServerTarget;
}

const filled = (text: string | null | undefined): string | undefined =>
  text === null || text === '' ? undefined : text;

function embedded(folder: string, url: string): ConnectionTarget {
  if (folder === '')
    throw new PgairlockError('usage', `${url} names no folder; write pglite:./folder or pglite:memory.`);
  return folder === 'memory' ? { adapter: 'pglite' } : { adapter: 'pglite', folder };
}

function parseUrl(url: string): URL {
  const parsed = /^postgres(?:ql)?:\/\//i.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed) return parsed;
  throw new PgairlockError(
    'usage',
    `${redactUrl(url)} is not a connection URL; write postgres://user:password@host:5432/database (characters such as @ and / in a password as %40 and %2F), or pglite:./folder.`,
  );
}

function decoded(part: string | undefined): string | undefined {
  const text = filled(part);
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text).replace(/^\[(.*)\]$/, '$1');
  } catch (cause) {
    throw new PgairlockError('usage', 'The connection URL holds a % that begins no escape; write it as %25.', {
      cause,
    });
  }
}

function wholeNumber(text: string, name: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw new PgairlockError('usage', `${name} of the connection is "${text}", not a number from 0 to ${most}.`);
}

function toSslMode(text: string): SslMode {
  const mode = sslModes.find((one) => one === text);
  if (mode) return mode;
  throw new PgairlockError('usage', `sslmode of the connection is "${text}", not one of ${sslModes.join(', ')}.`);
}
