import path from 'node:path';
import type { Base } from '../engine/base.js';
import type { Batch } from '../sources/batch.js';
import { type Changes, readChanges } from '../sources/git-changes.js';
import { readBase } from '../sources/read-base.js';
import { readInput } from '../sources/read-input.js';
import { readText } from '../sources/read-text.js';
import type { LintOptions } from './lint-options.js';
import type { Settings } from './load-settings.js';
import { narrowToChanges } from './narrow-to-changes.js';

/** What standard input is called where it stands for no file. */
const unnamed = '<stdin>';

/** A batch with what it is compared with. */
export interface WantedBatch extends Batch {
  readonly base?: Base | undefined;
}

export interface WantedInput {
  readonly batches: readonly WantedBatch[];
  readonly changes?: Changes | undefined;
}

/** Reads what is wanted; where only changes are, the batches judge no more than those and know what was before. */
export async function readWanted(options: LintOptions, settings: Settings, cwd: string): Promise<WantedInput> {
  if (options.changes === undefined) return { batches: await readBatches(options, settings, cwd) };
  const changes = await readChanges(options.changes, cwd);
  const overlay = new Map([...changes.overlay, ...(options.overlay ?? [])]);
  const read = await readBatches({ ...options, overlay }, settings, cwd);
  const narrowed = read.map((batch) => narrowToChanges(batch, changes.changed, cwd));
  const batches = await Promise.all(
    narrowed
      .filter(({ complete, judged }) => complete || judged.size > 0)
      .map(async (batch) => ({ ...batch, base: await readBase(batch.result, changes, cwd, settings) })),
  );
  return { batches, changes };
}

/** Reads the named paths, the text of standard input, or the project's migrations where nothing is named. */
async function readBatches(options: LintOptions, settings: Settings, cwd: string): Promise<readonly Batch[]> {
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
