import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { decode } from './decode.js';
import { findCommit, type Git, openGit } from './git.js';

/**
 * Which changes count:
 * - `since`: all since the branch left `ref`, uncommitted and untracked files among them.
 * - `staged`: what the next commit holds, with the texts of the index.
 * - `changed`: all that is not committed, untracked files among them.
 */
export type ChangeSelection =
  | { readonly kind: 'since'; readonly ref: string }
  | { readonly kind: 'staged' | 'changed' };

export interface Changes {
  readonly git: Git;
  /** For messages: `main`, `HEAD`. */
  readonly name: string;
  /** Absolute; deleted files are among them. */
  readonly changed: ReadonlySet<string>;
  /** Staged texts of files that differ from what is on disk, by absolute path. */
  readonly overlay: ReadonlyMap<string, string>;
  /** The commit that the changes set out from; absent before the first commit. */
  readonly from?: string | undefined;
  /** The commit that `ref` is now: others may have added to it since. */
  readonly tip?: string | undefined;
}

/** Throws `not-available` without git, and `usage` outside of a repository and for a ref that does not exist. */
export async function readChanges(selection: ChangeSelection, cwd: string): Promise<Changes> {
  const git = await openGit(cwd);
  return selection.kind === 'since' ? readSince(git, selection.ref) : readUncommitted(git, selection.kind);
}

async function readSince(git: Git, ref: string): Promise<Changes> {
  const tip = await findCommit(git, ref);
  if (tip === undefined) throw await noSuchCommit(git, ref);
  const from = await forkPoint(git, tip);
  const names = [
    ...(await git.names(['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', from, '--'])),
    ...(await untracked(git)),
  ];
  return { git, name: ref, changed: toAbsolute(git, names), overlay: new Map(), from, tip };
}

async function noSuchCommit(git: Git, ref: string): Promise<PgairlockError> {
  const isShallow = (await git.run(['rev-parse', '--is-shallow-repository'])).toString('utf8').trim() === 'true';
  const hint = isShallow ? ' The clone is shallow: fetch the history first (actions/checkout: fetch-depth: 0).' : '';
  return new PgairlockError('usage', `There is no git commit "${ref}" here.${hint}`);
}

/** Where the branch left `tip`; `tip` itself where the histories have nothing in common, as in a shallow clone. */
const forkPoint = (git: Git, tip: string): Promise<string> =>
  git.run(['merge-base', 'HEAD', tip]).then(
    (hash) => hash.toString('utf8').trim(),
    () => tip,
  );

async function readUncommitted(git: Git, kind: 'staged' | 'changed'): Promise<Changes> {
  const head = await findCommit(git, 'HEAD');
  const diff = ['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z'];
  const name = 'HEAD';
  if (kind === 'staged') {
    const names = await git.names([...diff, '--cached', '--']);
    const overlay = await stagedTexts(git, names);
    return { git, name, changed: toAbsolute(git, names), overlay, from: head, tip: head };
  }
  const tracked = await (head === undefined ? git.names(['ls-files', '-z']) : git.names([...diff, 'HEAD', '--']));
  const names = [...tracked, ...(await untracked(git))];
  return { git, name, changed: toAbsolute(git, names), overlay: new Map(), from: head, tip: head };
}

const untracked = (git: Git): Promise<readonly string[]> =>
  git.names(['ls-files', '--others', '--exclude-standard', '-z']);

/** What a commit would hold of files that were changed again after they were staged. */
async function stagedTexts(git: Git, staged: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const again = new Set(await git.names(['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', '--']));
  const texts = new Map<string, string>();
  for (const name of staged.filter((file) => again.has(file) && file.endsWith('.sql'))) {
    const blob = await git.run(['show', `:${name}`]).catch(() => undefined);
    if (blob !== undefined) texts.set(path.resolve(git.root, name), decode(blob).text);
  }
  return texts;
}

const toAbsolute = ({ root }: Git, names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => path.resolve(root, name)));
