import type { Environment } from '../../database/connection-settings.js';
import type { ServerTarget } from '../../database/connection-target.js';

/** Whatever would lead elsewhere, or change what is written. */
const dropped = new Set([
  'PGHOST',
  'PGHOSTADDR',
  'PGPORT',
  'PGUSER',
  'PGPASSWORD',
  'PGDATABASE',
  'PGSERVICE',
  'PGSERVICEFILE',
  'PGOPTIONS',
  'PGAPPNAME',
  'PGSSLMODE',
  'PGREQUIRESSL',
  'PGSSLROOTCERT',
  'PGCONNECT_TIMEOUT',
  'PGTARGETSESSIONATTRS',
  'PGCLIENTENCODING',
  'PGCLUSTER',
]);

/**
 * The environment in which pg_dump and psql connect to the target. The password is in it and never among the arguments,
 * which every user of the machine may read.
 */
export function libpqEnvironment(target: ServerTarget, env: Environment): Record<string, string> {
  const own: Environment = {
    PGHOST: target.host,
    PGPORT: String(target.port),
    PGUSER: target.user,
    PGPASSWORD: target.password,
    PGDATABASE: target.database ?? target.user,
    PGSSLMODE: target.sslMode,
    PGSSLROOTCERT: target.sslRootCert,
    PGAPPNAME: target.applicationName,
    PGCONNECT_TIMEOUT: String(target.connectTimeoutSeconds),
    PGOPTIONS: target.options,
    // The messages are read below, and libpq translates them.
    LC_MESSAGES: 'C',
    LC_ALL: undefined,
  };
  const kept = Object.entries(env).filter(([name]) => !dropped.has(name));
  const all = Object.entries({ ...Object.fromEntries(kept), ...own });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
