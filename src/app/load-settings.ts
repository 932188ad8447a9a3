import path from 'node:path';
import { loadConfig } from '../config/load-config.js';
import type { ConfigFile } from '../config/schema.js';
import { PgairlockError } from '../core/error.js';
import type { LintOptions } from './lint-options.js';
import { type RuleSettings, ruleNames, selectRules } from './rule-settings.js';

/** The settings of a run: those of the options over those of the config file. */
export interface Settings extends Omit<ConfigFile, 'rules' | 'migrations'> {
  /** Absolute. */
  readonly migrations?: string | undefined;
  /** Absolute: what `ignore` is relative to. */
  readonly ignoreBase: string;
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
    ignoreBase: over.ignore === undefined ? base : cwd,
    rules: [file.rules, over.rules],
  };
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
