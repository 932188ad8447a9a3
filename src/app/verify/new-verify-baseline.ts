import path from 'node:path';
import { type BaselineUpdate, updateBaseline } from '../baseline-file.js';
import { baselineTarget } from '../new-baseline.js';
import { findsIn } from './parts.js';
import { runVerify } from './verify.js';
import type { VerifyOptions } from './verify-options.js';

/**
 * Verifies without a baseline and makes one of what is found. What other commands found stays in it. Nothing is written.
 * @param target relative to `cwd`. Default: the configured baseline, else `pgairlock-baseline.json` beside the config.
 * @throws PgairlockError as `runVerify` does, and `usage` for a target that is no `.json` file.
 */
export async function newVerifyBaseline(options: VerifyOptions, target?: string | undefined): Promise<BaselineUpdate> {
  const file = await baselineTarget(options, target);
  const { report } = await runVerify({ ...options, baseline: false });
  return updateBaseline(report, file, path.resolve(options.cwd ?? '.'), findsIn(options));
}
