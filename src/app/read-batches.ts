import path from 'node:path';
import type { Batch } from '../sources/batch.js';
import { readInput } from '../sources/read-input.js';
import { readText } from '../sources/read-text.js';
import type { LintOptions } from './lint-options.js';
import type { Settings } from './load-settings.js';

/** What standard input is called where it stands for no file. */
const unnamed = '<stdin>';

/** Reads the named paths, the text of standard input, or the project's migrations where nothing is named. */
export async function readBatches(options: LintOptions, settings: Settings, cwd: string): Promise<readonly Batch[]> {
  const { paths = [], stdin, overlay } = options;
  const input = { ...settings, cwd, overlay };
  if (stdin === undefined) return readInput({ ...input, paths });
  if (stdin.filename !== undefined) {
    const withText = new Map(overlay).set(path.resolve(cwd, stdin.filename), stdin.text.replace(/^\uFEFF/, ''));
    return readInput({ ...input, overlay: withText, paths: [...paths, stdin.filename] });
  }
  const named = paths.length > 0 ? await readInput({ ...input, paths }) : [];
  return [...named, readText(stdin.text.replace(/^\uFEFF/, ''), unnamed, settings)];
}
