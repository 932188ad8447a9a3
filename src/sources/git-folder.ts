import path from 'node:path';
import { decode } from './decode.js';
import type { Folder, SourceFile } from './folder.js';
import { type Git, readBlobs } from './git.js';

interface Entry {
  readonly type: string;
  readonly name: string;
}

/** A folder as it was in a commit, for the readers of formats. Undefined where the commit has no such folder. */
export async function openGitFolder(
  git: Git,
  commit: string,
  { path: absolute, shown }: Pick<Folder, 'path' | 'shown'>,
): Promise<Folder | undefined> {
  // Readers name files relative to their folder, also beside it.
  const inRepository = (name: string): string =>
    path.relative(git.root, path.join(absolute, name)).split(path.sep).join('/');
  const list = async (name: string): Promise<readonly Entry[] | undefined> =>
    git.names(['ls-tree', '-z', `${commit}:${inRepository(name)}`]).then(
      (lines) => lines.map(toEntry),
      () => undefined,
    );
  const read = async (names: readonly string[]): Promise<readonly SourceFile[]> => {
    const blobs = await readBlobs(git, commit, names.map(inRepository));
    return names.map((name, index) => toFile(name, shown, blobs[index]));
  };

  const entries = await list('.');
  if (entries === undefined) return undefined;
  return {
    path: absolute,
    shown,
    files: namesOf(entries.filter(({ type }) => type === 'blob')),
    folders: namesOf(entries.filter(({ type }) => type === 'tree')),
    read,
    readOptional: async (name) => (await readBlobs(git, commit, [inRepository(name)]))[0]?.toString('utf8'),
    list: async (name) => namesOf((await list(name)) ?? []),
  };
}

/** `100644 blob <hash>\t<name>`. */
function toEntry(line: string): Entry {
  const [facts = '', name = ''] = line.split('\t', 2);
  return { type: facts.split(' ')[1] ?? '', name };
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const namesOf = (entries: readonly Entry[]): readonly string[] => entries.map(({ name }) => name).toSorted(byCodeUnit);

function toFile(name: string, shown: string, blob: Buffer | undefined): SourceFile {
  const file = { name: path.posix.basename(name), path: path.posix.join(shown, name) };
  return blob === undefined
    ? { ...file, text: '', problem: 'The commit has no such file.' }
    : { ...file, ...decode(blob) };
}
