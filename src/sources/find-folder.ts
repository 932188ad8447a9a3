import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { type Folder, type Overlay, openFolder, shownPath } from './folder.js';
import { recognise } from './formats.js';

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

/**
 * The migrations folder of the project in `cwd`: in a usual place, else the only `supabase/migrations` below it.
 * Throws `input-not-found` where there is none, or more than one.
 */
export async function findMigrationsFolder(cwd: string, overlay?: Overlay | undefined): Promise<Folder> {
  for (const place of usualPlaces) {
    const folder = await openFolder(path.join(cwd, place), cwd, overlay).catch(() => undefined);
    if (folder !== undefined && (await recognise(folder)) !== undefined) return folder;
  }
  const [only, ...others] = await nestedSupabaseFolders(cwd);
  if (only === undefined) {
    throw new PgairlockError(
      'input-not-found',
      'Found no migrations folder here. Name one (pgairlock lint path/to/migrations) or set "migrations" in the config.',
    );
  }
  if (others.length === 0) return openFolder(only, cwd, overlay);
  const choices = [only, ...others].map((folder) => shownPath(cwd, folder)).join(', ');
  throw new PgairlockError('input-not-found', `Found several migrations folders: ${choices}. Name the one to lint.`);
}

async function nestedSupabaseFolders(cwd: string): Promise<readonly string[]> {
  const { default: fastGlob } = await import('fast-glob');
  const folders = await fastGlob('**/supabase/migrations', {
    cwd,
    absolute: true,
    deep: 5,
    onlyDirectories: true,
    ignore: ['**/node_modules/**', '**/.git/**'],
    suppressErrors: true,
  });
  return folders.toSorted();
}
