import path from 'node:path';
import { type Folder, type Overlay, openFolder } from './folder.js';
import { recognise } from './formats.js';
import { isWholeMigration, partsAbove } from './inner-folders.js';

const names = 'migrations,migration,migrate,drizzle,sqitch,deploy,flyway';
const deepest = 9;

// What others installed, what is built, and what tests and examples apply.
const ignore = [
  'node_modules',
  'vendor',
  'dist',
  'build',
  'target',
  'test',
  'tests',
  '__tests__',
  'fixtures',
  'examples',
]
  .map((name) => `**/${name}/**`)
  .concat('**/.*/**');

/** Folders of migrations at any depth, by their names and by what is in them; none that stands in another one. */
export async function nestedFolders(cwd: string, overlay?: Overlay | undefined): Promise<readonly Folder[]> {
  const { default: fastGlob } = await import('fast-glob');
  const files = await fastGlob(`**/{${names}}/**/*.sql`, {
    cwd,
    absolute: true,
    deep: deepest,
    ignore,
    suppressErrors: true,
  });
  const found: Folder[] = [];
  for (const candidate of [...new Set(files.map(historyOf))].toSorted()) {
    if (found.some((folder) => candidate.startsWith(`${folder.path}${path.sep}`))) continue;
    const folder = await openFolder(candidate, cwd, overlay);
    if ((await recognise(folder)) !== undefined) found.push(folder);
  }
  return found;
}

/** The folder that holds the history of which the file may be a part. */
function historyOf(file: string): string {
  const folder = path.dirname(path.normalize(file));
  return isWholeMigration(file) ? path.dirname(folder) : (partsAbove(folder)[0] ?? folder);
}
