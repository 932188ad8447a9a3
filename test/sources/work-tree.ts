import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A git repository in a folder of its own, for one test. */
export interface WorkTree {
  readonly root: string;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  git(...args: readonly string[]): Promise<void>;
  /** Stages everything and commits it. */
  commit(): Promise<void>;
  dispose(): Promise<void>;
}

// The settings of whoever runs the tests must not matter, nor the repository that a hook runs them in.
const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

export async function createWorkTree(): Promise<WorkTree> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'pgairlock-git-')));
  const git = async (...args: readonly string[]): Promise<void> => {
    await run('git', args, { cwd: root, env });
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  return {
    root,
    git,
    async write(name, text) {
      const file = path.join(root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    remove: (name) => rm(path.join(root, name)),
    async commit() {
      await git('add', '--all');
      await git('commit', '--quiet', '--message', 'change');
    },
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}
