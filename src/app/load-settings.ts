import path from 'node:path';
import { loadConfig } from '../config/load-config.js';
import type { ConfigFile } from '../config/schema.js';
import { PgairlockError } from '../core/error.js';
import { type BaselineSetting, defaultBaseline } from './baseline-file.js';
import type { LintOptions } from './lint-options.js';
import { type RuleSettings, ruleNames, selectRules } from './rule-settings.js';

/** The settings of a run: those of the options over those of the config file. */
export interface Settings extends Omit<ConfigFile, 'rules' | 'migrations' | 'baseline'> {
  /** Absolute. */
  readonly migrations?: string | undefined;
  /** Absolute: what the other paths of the config are relative to. */
  readonly base: string;
  /** Absolute: what `ignore` is relative to. */
  readonly ignoreBase: string;
  /** Absent: none is used. */
  readonly baseline?: BaselineSetting | undefined;
  /** Each over the ones before it. */
  readonly rules: readonly (RuleSettings | undefined)[];
}

export async function loadSettings(options: LintOptions, cwd: string): Promise<Settings> {
  const { configFile, config: over = {} } = options;
  const { config: file, base, path: found } = await load(configFile, cwd);
  if (found !== undefined) checkRuleOptions(file, path.relative(cwd, found));
  return {
    ...file,
    ...over,
    migrations: resolve(cwd, over.migrations) ?? resolve(base, file.migrations),
    base,
    ignoreBase: over.ignore === undefined ? base : cwd,
    baseline: baselineSetting(options, { cwd, base, over: over.baseline, configured: file.baseline }),
    rules: [file.rules, over.rules],
  };
}

interface BaselineChoices {
  readonly cwd: string;
  readonly base: string;
  readonly over: string | undefined;
  readonly configured: string | undefined;
}

function baselineSetting(
  { baseline }: LintOptions,
  { cwd, base, over, configured }: BaselineChoices,
): BaselineSetting | undefined {
  if (baseline === false) return undefined;
  const file = resolve(cwd, baseline) ?? resolve(cwd, over) ?? resolve(base, configured);
  return file === undefined ? { file: path.join(base, defaultBaseline), named: false } : { file, named: true };
}

const resolve = (base: string, folder: string | undefined): string | undefined =>
  folder === undefined ? undefined : path.resolve(base, folder);

const load = (file: LintOptions['configFile'], cwd: string): ReturnType<typeof loadConfig> =>
  file === false ? Promise.resolve({ config: {}, base: cwd }) : loadConfig({ cwd, file, ruleNames: ruleNames() });

/** The file's own mistakes are told with its name, whatever the options turn off later. */
function checkRuleOptions({ rules }: ConfigFile, shown: string): void {
  try {
    selectRules('recommended', rules);
  } catch (cause) {
    if (cause instanceof PgairlockError) throw new PgairlockError(cause.code, `${shown}: ${cause.message}`, { cause });
    throw cause;
  }
}
