import type { Folder } from './folder.js';

const deepest = 6;

/** The `.sql` files at any depth of a sub-folder, by their paths relative to `folder`. */
export async function sqlFilesIn(folder: Folder, below: string, depth = deepest): Promise<readonly string[]> {
  const names = await folder.list(below);
  const found = await Promise.all(
    names.map(async (name): Promise<readonly string[]> => {
      const path = `${below}/${name}`;
      if (/\.sql$/i.test(name)) return [path];
      return depth > 0 && !/\.\w{1,5}$/.test(name) ? sqlFilesIn(folder, path, depth - 1) : [];
    }),
  );
  return found.flat();
}
