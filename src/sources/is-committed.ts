import path from 'node:path';
import { openGit } from './git.js';

/** The last commit holds the file as it is on disk. Not without git, nor outside of a repository. */
export const isCommitted = (file: string): Promise<boolean> => inLastCommit(file).catch(() => false);

async function inLastCommit(file: string): Promise<boolean> {
  const git = await openGit(path.dirname(file));
  const name = path.relative(git.root, file).replaceAll(path.sep, '/');
  const names = (command: readonly string[]) =>
    git.names(['--literal-pathspecs', ...command, '--name-only', '-z', 'HEAD', '--', name]);
  if ((await names(['ls-tree'])).length === 0) return false;
  return (await names(['diff', '--no-renames', '--no-ext-diff'])).length === 0;
}
