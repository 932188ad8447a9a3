import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../core/error.js';

/** One repository, asked by the `git` program. */
export interface Git {
  /** Absolute: the top of the work tree, spelt as the working directory is. */
  readonly root: string;
  /** Runs one command at the top of the work tree; throws `usage` with git's own words where it fails. */
  run(args: readonly string[], input?: string): Promise<Buffer>;
  /** Names that the command separates by NUL. */
  names(args: readonly string[]): Promise<readonly string[]>;
}

/** Throws `not-available` where there is no git, and `usage` where `cwd` is in no work tree. */
export async function openGit(cwd: string): Promise<Git> {
  const root = await findRoot(cwd);
  // Said outright, since in a linked work tree git gives its hooks a GIT_DIR that makes any folder the top.
  const place = [`--git-dir=${path.join(root, '.git')}`, `--work-tree=${root}`];
  const run: Git['run'] = (args, input) => execute([...place, ...args], root, input);
  await run(['rev-parse', '--git-dir']);
  return {
    root,
    run,
    names: async (args) => (await run(args)).toString('utf8').split('\0').filter(Boolean),
  };
}

/** The nearest folder upward that holds `.git`, which is a file in linked work trees and submodules. */
async function findRoot(cwd: string): Promise<string> {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const found = await stat(path.join(folder, '.git')).catch(() => undefined);
    if (found !== undefined) return folder;
    if (folder === path.dirname(folder)) throw noRepository();
  }
}

const noRepository = (cause?: unknown): PgairlockError =>
  new PgairlockError('usage', 'This is not a git repository: there is no commit to compare with.', { cause });

function execute(args: readonly string[], cwd: string, input = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { cwd, encoding: 'buffer', maxBuffer: Number.POSITIVE_INFINITY } as const;
    const child = execFile('git', args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(toError(error, stderr.toString('utf8')));
    });
    // A git that ends early, as one that was never started, does not read its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function toError(cause: Error & { readonly code?: unknown }, stderr: string): PgairlockError {
  if (cause.code === 'ENOENT') {
    return new PgairlockError('not-available', 'git is not installed, and comparing with a commit needs it.', {
      cause,
    });
  }
  if (stderr.includes('not a git repository')) return noRepository(cause);
  const [line = cause.message] = stderr.split('\n').filter((text) => text !== '');
  return new PgairlockError('usage', `git: ${line.replace(/^(?:fatal|error): /, '')}`, { cause });
}

/** The hash of the commit that a name stands for; undefined where there is none. */
export const findCommit = async (git: Git, name: string): Promise<string | undefined> =>
  git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]).then(
    (hash) => hash.toString('utf8').trim(),
    () => undefined,
  );

/** Texts as they were in a commit, by their paths from the top; undefined where there is no such file. */
export async function readBlobs(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<readonly (Buffer | undefined)[]> {
  if (paths.length === 0) return [];
  const output = await git.run(['cat-file', '--batch'], paths.map((file) => `${commit}:${file}\n`).join(''));
  const blobs: (Buffer | undefined)[] = [];
  let at = 0;
  while (at < output.length) {
    const lineEnd = output.indexOf('\n', at);
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(output.toString('utf8', at, lineEnd)) ?? [];
    at = lineEnd + 1;
    if (size === undefined) blobs.push(undefined);
    else {
      const end = at + Number(size);
      blobs.push(type === 'blob' ? output.subarray(at, end) : undefined);
      at = end + 1;
    }
  }
  return blobs;
}
