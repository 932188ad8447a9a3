import { PgairlockError } from '../core/error.js';
import { nearest } from '../core/nearest.js';
import type { Severity } from '../core/severity.js';
import type { PresetName, Rule } from './rule.js';

/** A rule that is on, with the severity and the options that it has in this run. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  /** As the rule's own schema parsed them. */
  readonly options: unknown;
}

export type RuleLevels = Readonly<Record<string, Severity | 'off'>>;
export type RuleOptions = Readonly<Record<string, unknown>>;

/** Every name that a rule goes by, its aliases too. */
export function rulesByName(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  const byName = new Map<string, Rule>();
  for (const rule of rules) {
    for (const name of [rule.id, ...(rule.aliases ?? [])]) byName.set(name, rule);
  }
  return byName;
}

/** The rules that the preset turns on, with its severities. */
export function rulesOfPreset(rules: readonly Rule[], preset: PresetName): RuleLevels {
  const levels: Record<string, Severity> = {};
  for (const rule of rules) {
    const level = rule.presets[preset];
    if (level !== undefined) levels[rule.id] = level === true ? rule.severity : level;
  }
  return levels;
}

/**
 * The rules whose level is not `off`, in the order of `rules`. Levels and options may use aliases; a rule without a level
 * is off.
 * @throws PgairlockError `config-invalid` for a rule that does not exist and for options that its schema refuses.
 */
export function activateRules(rules: readonly Rule[], levels: RuleLevels, options: RuleOptions = {}): ActiveRule[] {
  const byName = rulesByName(rules);
  const levelOf = byRuleId(byName, levels);
  const optionsOf = byRuleId(byName, options);
  return rules.flatMap((rule) => {
    const severity = levelOf.get(rule.id) ?? 'off';
    return severity === 'off' ? [] : [{ rule, severity, options: parseOptions(rule, optionsOf.get(rule.id)) }];
  });
}

function byRuleId<Value>(
  byName: ReadonlyMap<string, Rule>,
  settings: Readonly<Record<string, Value>>,
): ReadonlyMap<string, Value> {
  const byId = new Map<string, Value>();
  for (const [name, value] of Object.entries(settings)) {
    const rule = byName.get(name);
    if (!rule) throw unknownRule(name, byName.keys());
    byId.set(rule.id, value);
  }
  return byId;
}

function unknownRule(name: string, names: Iterable<string>): PgairlockError {
  const meant = nearest(name, names);
  return new PgairlockError('config-invalid', `Unknown rule "${name}".${meant ? ` Did you mean "${meant}"?` : ''}`);
}

function parseOptions(rule: Rule, options: unknown): unknown {
  const parsed = rule.options.safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.');
  const where = path ? ` at "${path}"` : '';
  throw new PgairlockError('config-invalid', `Options of rule "${rule.id}"${where}: ${issue?.message ?? 'not valid'}.`);
}
