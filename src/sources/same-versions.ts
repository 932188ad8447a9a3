import type { SourceProblem } from '../core/migration.js';
import { fileProblem } from './file-problem.js';
import type { Folder } from './folder.js';

export interface VersionedFile {
  /** Digits; empty where the name has none. */
  readonly version: string;
  /** The file's name in the folder. */
  readonly file: string;
}

/** One problem for each file whose version an earlier file has already; leading zeros do not tell versions apart. */
export function sameVersions(folder: Folder, files: readonly VersionedFile[]): readonly SourceProblem[] {
  const first = new Map<string, string>();
  return files.flatMap(({ version, file }) => {
    const key = version.replace(/^0+(?=\d)/, '');
    const before = first.get(key);
    if (version === '' || before === undefined) {
      first.set(key, file);
      return [];
    }
    return [fileProblem(folder, 'duplicate-version', file, `It has the version ${version}, as ${before} has.`)];
  });
}
