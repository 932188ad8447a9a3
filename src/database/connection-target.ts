/**
 * How the connection is secured, in libpq's words. `require` encrypts and does not look at the certificate, `verify-ca`
 * and `verify-full` do.
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export const sslModes: readonly SslMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

export interface ServerTarget {
  readonly adapter: 'node-postgres';
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly sslMode: SslMode;
  /** Path of the file with the certificates to trust. */
  readonly sslRootCert?: string | undefined;
  readonly applicationName: string;
  readonly connectTimeoutSeconds: number;
  /** libpq's `options`: `-c search_path=app`. */
  readonly options?: string | undefined;
}

/** PostgreSQL as WebAssembly, in this process. */
export interface EmbeddedTarget {
  readonly adapter: 'pglite';
  /** Absent: in memory, gone when it is closed. */
  readonly folder?: string | undefined;
}

export type ConnectionTarget = ServerTarget | EmbeddedTarget;

/** For people: where it is and whom we are there, never a password. */
export function describeTarget(target: ConnectionTarget): string {
  if (target.adapter === 'pglite') return target.folder === undefined ? 'pglite:memory' : `pglite:${target.folder}`;
  const user = target.user === undefined ? '' : `${target.user}@`;
  return `${user}${target.host}:${target.port}/${target.database ?? target.user ?? ''}`;
}
