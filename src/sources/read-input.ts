import path from 'node:path';
import { readAlone } from './alone.js';
import type { Batch } from './batch.js';
import { withoutIgnored } from './expand-paths.js';
import { type Folder, readSource } from './folder.js';
import { recognise, sourceOf } from './formats.js';
import { plain } from './plain.js';
import type { ReadResult, ReadSettings } from './source.js';
import { type WantedHistory, type WantedOptions, wantedFiles } from './wanted-files.js';

export interface InputOptions extends WantedOptions, ReadSettings {
  /** Read folders as this format instead of detecting it. */
  readonly format?: string | undefined;
  /** Patterns of files that are replayed but not reported, relative to `ignoreBase`. */
  readonly ignore?: readonly string[] | undefined;
  /** Absolute; `cwd` where it is absent. */
  readonly ignoreBase?: string | undefined;
}

/**
 * Reads what the paths name. A file of a migrations folder brings its whole folder, so that what comes before it can be
 * replayed. Throws `input-not-found` and `input-unreadable`.
 */
export async function readInput(options: InputOptions): Promise<readonly Batch[]> {
  const wanted = await wantedFiles(options);
  const batches: Batch[] = [];
  const alone = [...wanted.alone];
  for (const history of wanted.histories) {
    const result = await readFolder(history.folder, options);
    const { inside, outside } = sortFiles(result, history, options);
    alone.push(...outside);
    if (inside.length > 0 || history.files === 'all') {
      batches.push({ result, judged: await withoutIgnoredOnes(inside, options), complete: true });
    }
  }
  for (const file of alone) batches.push(await readOne(file, options));
  return batches;
}

async function readOne(file: string, options: InputOptions): Promise<Batch> {
  const source = await readSource(file, options.cwd, options.overlay);
  const result = readAlone(source, options);
  return { result, judged: await withoutIgnoredOnes([source.path], options), complete: false };
}

async function readFolder(folder: Folder, options: InputOptions): Promise<ReadResult> {
  if (options.format !== undefined) return sourceOf(options.format).read(folder, 'the format is configured', options);
  const { source, because } = (await recognise(folder)) ?? { source: plain, because: 'the folder is configured' };
  return source.read(folder, because, options);
}

/** The wanted files that the history has, as reported, and those in its folder that are no part of it, absolute. */
function sortFiles(
  result: ReadResult,
  { files }: WantedHistory,
  { cwd, paths }: InputOptions,
): { readonly inside: readonly string[]; readonly outside: readonly string[] } {
  const members = new Set([...result.migrations.flatMap(pathsOf), ...result.skipped.map((problem) => problem.path)]);
  if (files === 'all') return { inside: [...members], outside: [] };
  const inside = [...members].filter((shown) => files.has(path.resolve(cwd, shown)));
  const found = new Set(inside.map((shown) => path.resolve(cwd, shown)));
  // A verify script or a template is judged where it is named itself, not with the folder around it.
  const named = new Set(paths.map((one) => path.resolve(cwd, one)));
  const companions = new Set(result.companions?.map((one) => path.resolve(cwd, result.folder ?? '', one.path)));
  return {
    inside,
    outside: [...files].filter((file) => !found.has(file) && (named.has(file) || !companions.has(file))),
  };
}

const pathsOf = ({ up, down }: ReadResult['migrations'][number]): readonly string[] =>
  down === undefined ? [up.path] : [up.path, down.path];

const withoutIgnoredOnes = (shown: readonly string[], options: InputOptions): Promise<ReadonlySet<string>> =>
  withoutIgnored(shown, options.ignore ?? [], options.cwd, options.ignoreBase ?? options.cwd);
