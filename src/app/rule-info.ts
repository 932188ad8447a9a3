import { z } from 'zod';
import { rulePageUrl } from '../core/docs-url.js';
import { PgairlockError } from '../core/error.js';
import { nearest } from '../core/nearest.js';
import type { RuleInfo } from '../core/report.js';
import type { Severity } from '../core/severity.js';
import { type Example, type PresetName, presetNames, type Rule } from '../engine/rule.js';
import { rulesByName } from '../engine/rule-catalogue.js';
import { rules } from '../rules/index.js';

/** All that there is to know of a rule without running it. */
export interface RuleExplanation extends RuleInfo {
  readonly aliases: readonly string[];
  /** The severity that each preset gives it; a preset that is absent leaves it off. */
  readonly presets: { readonly [Preset in PresetName]?: Severity };
  readonly messages: Readonly<Record<string, string>>;
  /** JSON schema of its options; absent where it has none. */
  readonly options?: unknown;
  readonly examples: readonly Example[];
}

export const toRuleInfo = ({ id, category, severity, docs }: Rule): RuleInfo => ({
  id,
  category,
  severity,
  ...docs,
  url: rulePageUrl(id),
});

/** Every rule, by category. */
export const listRules = (): readonly RuleExplanation[] => rules.map(explain);

/** Throws `usage` for a name that no rule has. Aliases are names too. */
export function explainRule(name: string): RuleExplanation {
  const byName = rulesByName(rules);
  const rule = byName.get(name);
  if (rule !== undefined) return explain(rule);
  const meant = nearest(name, byName.keys());
  throw new PgairlockError('usage', `There is no rule "${name}".${meant ? ` Did you mean "${meant}"?` : ''}`);
}

const explain = (rule: Rule): RuleExplanation => ({
  ...toRuleInfo(rule),
  aliases: rule.aliases ?? [],
  presets: presetLevels(rule),
  messages: rule.messages,
  options: optionsSchema(rule),
  examples: rule.examples,
});

function presetLevels(rule: Rule): RuleExplanation['presets'] {
  const entries = presetNames.flatMap((preset): [PresetName, Severity][] => {
    const level = rule.presets[preset];
    return level === undefined ? [] : [[preset, level === true ? rule.severity : level]];
  });
  return Object.fromEntries(entries);
}

function optionsSchema(rule: Rule): unknown {
  const { properties, ...schema } = z.toJSONSchema(rule.options, { io: 'input' });
  return Object.keys(properties ?? {}).length === 0 ? undefined : { ...schema, properties };
}
