import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { type Folder, type Overlay, openFolder } from './folder.js';
import { recognise } from './formats.js';
import { nestedFolders } from './nested-folders.js';

// Where projects keep their migrations, most specific first.
const usualPlaces = [
  'supabase/migrations',
  'prisma/migrations',
  'migrations',
  'db/migrations',
  'database/migrations',
  'sql/migrations',
  'src/migrations',
  'drizzle',
  'drizzle/migrations',
  'src/db/migrations',
  'src/main/resources/db/migration',
  'priv/repo/migrations',
  'db/migrate',
  'migrations/default',
  'hasura/migrations/default',
  'internal/db/migrations',
  'internal/migrations',
  'sqitch',
  'schema',
  'db',
  '.',
];

const shownChoices = 8;

/**
 * The migrations folder of the project in `cwd`: in a usual place, else the only one below it.
 * Throws `input-not-found` where there is none, or more than one.
 */
export async function findMigrationsFolder(cwd: string, overlay?: Overlay | undefined): Promise<Folder> {
  for (const place of usualPlaces) {
    const folder = await openFolder(path.join(cwd, place), cwd, overlay).catch(() => undefined);
    if (folder !== undefined && (await recognise(folder)) !== undefined) return folder;
  }
  const nested = await nestedFolders(cwd, overlay);
  const [only, ...others] = nested;
  if (only === undefined) {
    throw new PgairlockError(
      'input-not-found',
      'Found no migrations folder here. Name one (pgairlock lint path/to/migrations) or set "migrations" in the config.',
    );
  }
  if (others.length === 0) return only;
  const choices = nested.slice(0, shownChoices).map(({ shown }) => shown);
  const more = nested.length > shownChoices ? ` and ${nested.length - shownChoices} more` : '';
  throw new PgairlockError(
    'input-not-found',
    `Found several migrations folders: ${choices.join(', ')}${more}. Name the one to lint, or set "migrations" in the config.`,
  );
}
