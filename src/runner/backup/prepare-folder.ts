import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes the folder where it is missing, for its owner alone. A backup holds people's data, so a folder with nothing else in
 * it tells git to leave it out; one that is used for other things is left as it is.
 */
export async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length === 0) await writeFile(path.join(folder, '.gitignore'), '*\n');
}
