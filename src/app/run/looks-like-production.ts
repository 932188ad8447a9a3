import type { ConnectionTarget, ServerTarget } from '../../database/connection-target.js';
import type { Settings } from '../load-settings.js';

/** A word of a name: `shop-prod-1`, `production`, `live.example.com`; not `product` or `delivery`. */
const words = /(?:^|[^a-z0-9])(?:prod|prd|production|live)(?:[^a-z]|$)/i;

/** Where servers that people rent are. Their names say nothing of what they are for, so that they are taken for the worst. */
const hosted = [
  'supabase.co',
  'pooler.supabase.com',
  'rds.amazonaws.com',
  'neon.tech',
  'postgres.database.azure.com',
  'db.ondigitalocean.com',
  'aivencloud.com',
  'render.com',
  'rlwy.net',
  'compute.amazonaws.com',
  'cockroachlabs.cloud',
  'timescale.com',
  'crunchybridge.com',
];

/** Why the target is taken for a production database; absent where it is not. */
export function productionReason(
  target: ConnectionTarget,
  { database }: Pick<Settings, 'database'>,
): string | undefined {
  const { production } = database ?? {};
  if (production === false) return undefined;
  if (production === true) return 'the config says that it is production (database.production)';
  if (target.adapter === 'pglite') return undefined;
  const { host } = target;
  const part = production?.find((one) => host.toLowerCase().includes(one.toLowerCase()));
  if (part !== undefined) return `its host holds "${part}" (database.production)`;
  return production === undefined && !isLocal(host) ? judgeNames(target) : undefined;
}

const isLocal = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\./.test(host) || host.endsWith('.localhost');

function judgeNames({ host, database = '' }: ServerTarget): string | undefined {
  const name = [host, database].find((one) => words.test(one));
  if (name !== undefined) return `"${name}" looks like production`;
  const service = hosted.find((domain) => host.toLowerCase() === domain || host.toLowerCase().endsWith(`.${domain}`));
  return service === undefined ? undefined : `its host is one of ${service}`;
}
