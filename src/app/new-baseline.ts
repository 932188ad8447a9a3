import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { type BaselineUpdate, updateBaseline } from './baseline-file.js';
import { runLint } from './lint.js';
import type { LintOptions } from './lint-options.js';
import { loadSettings } from './load-settings.js';
import { isFoundByLint } from './rule-settings.js';

/**
 * Lints without a baseline and makes one of what is found. What other commands found stays in it. Nothing is written.
 * @param target relative to `cwd`. Default: the configured baseline, else `pgairlock-baseline.json` beside the config.
 * @throws PgairlockError as `lint` does, and `usage` for a target that is no `.json` file.
 */
export async function newBaseline(options: LintOptions, target?: string | undefined): Promise<BaselineUpdate> {
  const cwd = path.resolve(options.cwd ?? '.');
  const file = await baselineTarget(options, target);
  const { report } = await runLint({ ...options, baseline: false });
  return updateBaseline(report, file, cwd, isFoundByLint);
}

/**
 * The baseline file to write, absolute.
 * @throws PgairlockError `usage` for a target that is no `.json` file
 */
export async function baselineTarget(
  options: Pick<LintOptions, 'cwd' | 'config' | 'configFile' | 'baseline'>,
  target: string | undefined,
): Promise<string> {
  if (target !== undefined && !target.endsWith('.json')) {
    throw new PgairlockError('usage', `A baseline must be a .json file, and ${target} is not.`);
  }
  const named = { ...options, baseline: target ?? (options.baseline || undefined) };
  const { baseline } = await loadSettings(named, path.resolve(options.cwd ?? '.'));
  if (baseline === undefined) throw new PgairlockError('usage', 'There is no baseline to write.');
  return baseline.file;
}
