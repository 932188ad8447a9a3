import type { z } from 'zod';
import { PgairlockError } from '../core/error.js';
import { nearest } from '../core/nearest.js';
import { type ConfigFile, configKeys, configSchema, levels } from './schema.js';

/**
 * Checks what a config file holds. `ruleNames` are the ids and aliases that `rules` may name.
 * @throws PgairlockError `config-invalid`, with a line that names the file, the key and what was probably meant.
 */
export function parseConfig(value: unknown, file: string, ruleNames: Iterable<string>): ConfigFile {
  const parsed = configSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(file, issue ? describeIssue(issue, value) : 'not valid.');
  }
  const known = new Set(ruleNames);
  for (const name of Object.keys(parsed.data.rules ?? {})) {
    if (known.has(name)) continue;
    throw invalid(file, `unknown rule "${name}" in "rules".${didYouMean(name, known)}`);
  }
  return parsed.data;
}

const invalid = (file: string, problem: string): PgairlockError =>
  new PgairlockError('config-invalid', `${file}: ${problem}`);

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  const key = issue.path.join('.');
  const given = issue.path.reduce(child, root);
  const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : [];
  if (unknown !== undefined) return `unknown key "${unknown}".${didYouMean(unknown, configKeys)}`;
  if (key === '') return 'expected an object of settings.';
  if (issue.path[0] === 'rules' && issue.path.length > 1) {
    const ruleLevel = Array.isArray(given) ? given[0] : given;
    const expected = `expected ${quoted(levels)} or [level, options]`;
    return `"${key}": ${expected}, got ${show(given)}.${suggestion(ruleLevel, levels)}`;
  }
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map(String);
    return `"${key}": expected ${quoted(choices)}, got ${show(given)}.${suggestion(given, choices)}`;
  }
  const expected = issue.code === 'custom' ? issue.message : lowerFirst(issue.message.replace(/^Invalid input: /, ''));
  return `"${key}": ${expected.replace(/, received .*$/, '')}, got ${show(given)}.`;
}

const child = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const quoted = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(', ');
const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const suggestion = (given: unknown, choices: Iterable<string>): string =>
  typeof given === 'string' ? didYouMean(given, choices) : '';

function didYouMean(word: string, candidates: Iterable<string>): string {
  const choices = [...candidates];
  const meant = choices.find((choice) => choice.startsWith(word)) ?? nearest(word, choices);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
