import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import type { Client, ClientConfig } from 'pg';
import { PgairlockError } from '../../core/error.js';
import { describeTarget, type ServerTarget } from '../connection-target.js';

type Ssl = ConnectionOptions | false;

/** @throws PgairlockError `connection-failed`, which says where to and never holds the password. */
export async function connect(target: ServerTarget): Promise<Client> {
  const { default: pg } = await import('pg');
  const attempt = async (ssl: Ssl): Promise<Client> => {
    const client = new pg.Client(toConfig(target, ssl));
    await client.connect();
    return client;
  };
  try {
    return await firstThatWorks(target, attempt);
  } catch (cause) {
    const reason = cause instanceof AggregateError ? cause.errors.map(String).join('; ') : messageOf(cause);
    throw new PgairlockError('connection-failed', `Cannot connect to ${describeTarget(target)}: ${reason}`, { cause });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `allow` tries without encryption first, `prefer` with; the driver itself knows only on and off. */
async function firstThatWorks(target: ServerTarget, attempt: (ssl: Ssl) => Promise<Client>): Promise<Client> {
  const isSocket = target.host.startsWith('/');
  if (isSocket || target.sslMode === 'disable') return attempt(false);
  const encrypted = await sslOf(target);
  if (target.sslMode === 'allow') return attempt(false).catch(() => attempt(encrypted));
  if (target.sslMode !== 'prefer') return attempt(encrypted);
  return attempt(encrypted).catch((error: unknown) => {
    if (messageOf(error).includes('does not support SSL')) return attempt(false);
    throw error;
  });
}

async function sslOf({ sslMode, sslRootCert, host }: ServerTarget): Promise<ConnectionOptions> {
  const ca = sslRootCert === undefined || sslRootCert === 'system' ? {} : { ca: await readFile(sslRootCert, 'utf8') };
  // With a root certificate, libpq's `require` is `verify-ca`.
  const verifies = sslMode.startsWith('verify-') || (sslMode === 'require' && sslRootCert !== undefined);
  const named = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  if (!verifies) return { ...ca, ...named, rejectUnauthorized: false };
  return sslMode === 'verify-full'
    ? { ...ca, ...named, rejectUnauthorized: true }
    : { ...ca, ...named, rejectUnauthorized: true, checkServerIdentity: () => undefined };
}

const toConfig = (target: ServerTarget, ssl: Ssl): ClientConfig => ({
  host: target.host,
  port: target.port,
  user: target.user,
  password: target.password,
  database: target.database,
  application_name: target.applicationName,
  connectionTimeoutMillis: target.connectTimeoutSeconds * 1000,
  keepAlive: true,
  options: target.options,
  ssl,
  // All values stay text, as the server writes them.
  types: { getTypeParser: () => (value: unknown) => value },
});
