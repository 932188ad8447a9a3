import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { type BaselineUpdate, updateBaseline } from './baseline-file.js';
import { runLint } from './lint.js';
import type { LintOptions } from './lint-options.js';
import { loadSettings } from './load-settings.js';

/**
 * Lints without a baseline and makes one of what is found. Nothing is written.
 * @param target relative to `cwd`. Default: the configured baseline, else `pgairlock-baseline.json` beside the config.
 * @throws PgairlockError as `lint` does, and `usage` for a target that is no `.json` file.
 */
export async function newBaseline(options: LintOptions, target?: string | undefined): Promise<BaselineUpdate> {
  const cwd = path.resolve(options.cwd ?? '.');
  if (target !== undefined && !target.endsWith('.json')) {
    throw new PgairlockError('usage', `A baseline is a .json file, and ${target} is none.`);
  }
  const { baseline } = await loadSettings({ ...options, baseline: target ?? (options.baseline || undefined) }, cwd);
  if (baseline === undefined) throw new PgairlockError('usage', 'There is no baseline to write.');
  const { report } = await runLint({ ...options, baseline: false });
  return updateBaseline(report, baseline.file, cwd);
}
