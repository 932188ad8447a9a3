import type { Level } from '../config/schema.js';
import type { OtherCommand, PresetName } from '../engine/rule.js';
import { type ActiveRule, activateRules, rulesByName, rulesOfPreset } from '../engine/rule-catalogue.js';
import { rules } from '../rules/index.js';

/** Levels by rule, or levels with options: what both a checked config file and a typed config hold. */
export type RuleSettings = Readonly<Record<string, Level | readonly [Level, unknown] | undefined>>;

const byName = rulesByName(rules);

/** Every name that a config or a suppression may use for a rule. */
export const ruleNames = (): Iterable<string> => byName.keys();

/**
 * The rules that a lint runs: those of the preset, with each of `settings` over the ones before it. A level without options
 * keeps the options that an earlier one gave.
 * @throws PgairlockError `config-invalid` for an unknown rule and for options that its schema refuses.
 */
export const selectRules = (preset: PresetName, ...settings: readonly (RuleSettings | undefined)[]): ActiveRule[] =>
  selectAll(preset, settings).filter(({ rule }) => rule.foundBy === undefined);

/**
 * The rules that a command other than `lint` finds, in the same way.
 * @throws PgairlockError as `selectRules`.
 */
export const selectRulesOf = (
  command: OtherCommand,
  preset: PresetName,
  ...settings: readonly (RuleSettings | undefined)[]
): ActiveRule[] => selectAll(preset, settings).filter(({ rule }) => rule.foundBy === command);

/** Whether `lint` finds what a rule of this id is about. Unknown ones are of an older version, and its own. */
export const isFoundByLint = (ruleId: string): boolean => byName.get(ruleId)?.foundBy === undefined;

function selectAll(preset: PresetName, settings: readonly (RuleSettings | undefined)[]): ActiveRule[] {
  const levels: Record<string, Level> = { ...rulesOfPreset(rules, preset) };
  const options: Record<string, unknown> = {};
  for (const [name, setting] of settings.flatMap((each) => Object.entries(each ?? {}))) {
    const id = byName.get(name)?.id ?? name;
    if (setting === undefined) continue;
    if (typeof setting === 'string') levels[id] = setting;
    else [levels[id], options[id]] = setting;
  }
  return activateRules(rules, levels, options);
}
