import { isSqlFile } from './down-files.js';
import type { Folder, SourceFile } from './folder.js';

const sampled = 4;

/** The first and the last `.sql` files of a folder: enough to tell what its markers look like. */
export function sampleFiles(folder: Folder): Promise<readonly SourceFile[]> {
  const names = folder.files.filter(isSqlFile);
  return folder.read([...new Set([...names.slice(0, sampled), ...names.slice(-sampled)])]);
}

/** Whether any of the sampled files holds the pattern. */
export const someFileHolds = async (folder: Folder, pattern: RegExp): Promise<boolean> =>
  (await sampleFiles(folder)).some(({ text }) => pattern.test(text));

/** Whether a file of the project around the folder, at most three levels up, mentions the pattern. */
export async function projectMentions(folder: Folder, file: string, pattern: RegExp): Promise<boolean> {
  const texts = await Promise.all(['.', '..', '../..', '../../..'].map((up) => folder.readOptional(`${up}/${file}`)));
  return texts.some((text) => text !== undefined && pattern.test(text));
}
