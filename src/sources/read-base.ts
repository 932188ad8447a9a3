import path from 'node:path';
import type { Base, BaseMigration } from '../engine/base.js';
import { sourceOf } from './formats.js';
import type { Changes } from './git-changes.js';
import { openGitFolder } from './git-folder.js';
import type { ReadResult, ReadSettings } from './source.js';

/** The migrations that a folder held before the changes, read by the same reader. Undefined before the first commit. */
export async function readBase(
  { folder, format }: ReadResult,
  changes: Changes,
  cwd: string,
  settings: ReadSettings,
): Promise<Base | undefined> {
  const { from, tip } = changes;
  if (folder === undefined || from === undefined || tip === undefined) return undefined;
  const at = (commit: string): Promise<readonly BaseMigration[]> =>
    migrationsAt(commit, { folder, format }, changes, cwd, settings);
  const migrations = await at(from);
  return { name: changes.name, migrations, applied: tip === from ? migrations : await at(tip) };
}

async function migrationsAt(
  commit: string,
  { folder, format }: { readonly folder: string; readonly format: string },
  { git }: Changes,
  cwd: string,
  settings: ReadSettings,
): Promise<readonly BaseMigration[]> {
  const opened = await openGitFolder(git, commit, { path: path.resolve(cwd, folder), shown: folder });
  if (opened === undefined) return [];
  const { migrations } = await sourceOf(format).read(opened, `commit ${commit}`, settings);
  return migrations.map(({ id, version, path: file, checksum, up, problems }) => {
    // What stands for a file, such as a Git LFS pointer, says nothing of its text.
    const isReadable = !problems.some(({ ruleId }) => ruleId === 'unreadable-file');
    return { id, version, path: file, ...(isReadable ? { checksum, text: up.text } : { checksum: '' }) };
  });
}
