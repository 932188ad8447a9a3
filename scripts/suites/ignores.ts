import type { Parser } from '../../src/sql/parser.js';
import type { IgnoreCase } from './read-cases.js';
import { findingsOf } from './run-case.js';
import { translateIgnores } from './translate-ignores.js';

/** Cases in which we differ on purpose, and why. */
export const ignoreDifferences: Readonly<Record<string, string>> = {
  file_ignore_with_all_rules: 'A comment names the rules that it turns off; one without names turns nothing off.',
  ignore_multiple_stmts:
    'Both tell of a missing lock_timeout once a file. A comment on the first place hides that place, and the next is told.',
};

/** Comments about the transaction of the tool: with us that is a setting of the project, not a suppression. */
const aboutTransactions = /squawk-disable-assume-in-transaction/;

export const isAboutSuppression = ({ sql }: IgnoreCase): boolean =>
  /squawk-ignore/.test(sql) && !aboutTransactions.test(sql);

/**
 * The rules that are heard on one side alone, with the comments of the case written as ours.
 * Compared are the rules that the comments name (all, where they name none) and that both sides have.
 */
export function ignoreDisagreements(
  parser: Parser,
  test: IgnoreCase,
  ours: (rule: string) => readonly string[] | undefined,
): readonly string[] {
  const { sql, named } = translateIgnores(test.sql, ours);
  const findings = findingsOf(parser, { sql });
  const raised = new Set(findings.map(({ ruleId }) => ruleId));
  const heard = new Set(findings.filter(({ suppressed }) => !suppressed).map(({ ruleId }) => ruleId));
  const theirs = new Set(test.violations.map(({ rule }) => rule));
  const rules = named.length > 0 ? named.flatMap((name) => parts[name] ?? [name]) : [...theirs, 'ban-drop-column'];
  return [...new Set([...rules, 'unused-ignore'])].flatMap((rule) => {
    const ids = rule === 'unused-ignore' ? ['unknown-rule-in-suppression'] : (ours(rule) ?? []);
    // Whether the rule speaks at all is what the other suite compares.
    const isComparable = rule === 'unused-ignore' || ids.some((id) => raised.has(id));
    if (!isComparable || ids.some((id) => heard.has(id)) === theirs.has(rule)) return [];
    return [
      `${rule}: they ${theirs.has(rule) ? 'report it' : 'are silent'}, we ${theirs.has(rule) ? 'are silent' : 'report it'}`,
    ];
  });
}

/** squawk's name for two of its rules at once. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'require-timeout-settings': ['require-lock-timeout', 'require-statement-timeout'],
};
