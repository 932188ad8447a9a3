import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Migration } from '../../src/core/migration.js';
import { readInput } from '../../src/sources/read-input.js';

/** The migrations of a folder that holds these files, by their names in it; a format is detected from them. */
export async function readFiles(
  files: Readonly<Record<string, string>>,
  folder = 'migrations',
): Promise<readonly Migration[]> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'pgairlock-files-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(cwd, folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const batches = await readInput({ cwd, paths: [] });
    return batches.flatMap(({ result }) => result.migrations);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
