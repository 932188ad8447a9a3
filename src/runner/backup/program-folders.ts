import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../database/connection-settings.js';

/** A `*` stands for a part of one folder's name. */
const places: readonly string[] = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/opt/homebrew/opt/libpq/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/usr/local/opt/libpq/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
];

/** The folders of PATH, and then those where PostgreSQL's programs are commonly installed. */
export async function programFolders(env: Environment): Promise<readonly string[]> {
  const onPath = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [...onPath, ...(await Promise.all(places.map(expand))).flat()];
}

async function expand(place: string): Promise<readonly string[]> {
  const star = place.indexOf('*');
  if (star < 0) return [place];
  const start = place.lastIndexOf('/', star);
  const end = place.indexOf('/', star);
  const lead = place.slice(start + 1, star);
  const names = await readdir(place.slice(0, start)).catch(() => []);
  return names
    .filter((name) => name.startsWith(lead))
    .toSorted()
    .map((name) => `${place.slice(0, start + 1)}${name}${place.slice(end)}`);
}
