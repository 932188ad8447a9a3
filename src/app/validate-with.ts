import type { Config } from '../config/define-config.js';
import type { ConfigFile } from '../config/schema.js';
import type { Finding } from '../core/report.js';
import { lintHistory } from '../engine/lint-history.js';
import { rules } from '../rules/index.js';
import { readText } from '../sources/read-text.js';
import type { Parser } from '../sql/parser.js';
import { selectRules } from './rule-settings.js';
import { shortText } from './short-text.js';
import { presetFor, toProject } from './to-project.js';

export interface ValidateOptions
  extends Pick<
    ConfigFile,
    'preset' | 'postgres' | 'timeZone' | 'transaction' | 'lockTimeoutSet' | 'supabase' | 'exposedSchemas' | 'downs'
  > {
  readonly rules?: (Config | ConfigFile)['rules'];
  /** What findings call the text. Default: `migration.sql`. */
  readonly filename?: string | undefined;
}

export interface Validation {
  /** What must be changed, in a few words each: `Destructive operation: DROP TABLE`. */
  readonly errors: readonly string[];
  /** What a reviewer should decide. */
  readonly warnings: readonly string[];
  /** Everything that was found, with places, effects and what to write instead; suppressed findings too. */
  readonly findings: readonly Finding[];
}

/**
 * Judges one migration by its text alone: tables that it does not create are taken to exist and to be unknown, and
 * `public` is taken to be reachable by untrusted roles. Never throws for bad SQL.
 */
export function validateWith(parser: Parser, sql: string, options: ValidateOptions = {}): Validation {
  const { filename = 'migration.sql', exposedSchemas = ['public'], rules: settings, ...rest } = options;
  const project = toProject(readText(sql, filename, rest), { ...rest, exposedSchemas });
  const { files, project: general } = lintHistory({
    project,
    parser,
    rules: selectRules(presetFor(project, rest), settings),
    known: rules,
    judged: () => true,
  });
  const findings = [...files.flatMap((file) => file.findings), ...general];
  return { errors: textsOf(findings, 'error'), warnings: textsOf(findings, 'warning'), findings };
}

const textsOf = (findings: readonly Finding[], severity: Finding['severity']): readonly string[] => [
  ...new Set(findings.filter((finding) => !finding.suppressed && finding.severity === severity).map(shortText)),
];

const rowSecurityRules: readonly string[] = [
  'rls-disabled-in-exposed-schema',
  'rls-partition-child-exposed',
  'rls-explicitly-disabled',
];

/**
 * Whether the migration destroys data or objects that it did not make itself. Suppression comments do not hide it: the
 * question is what the SQL does.
 */
export const isDestructive = (parser: Parser, sql: string, options?: ValidateOptions): boolean =>
  strictly(parser, sql, options).some(({ category, severity }) => category === 'destructive' && severity !== 'info');

/** Whether a table that the migration makes is left without row level security. */
export const lacksRowSecurity = (parser: Parser, sql: string, options?: ValidateOptions): boolean =>
  strictly(parser, sql, options).some(({ ruleId }) => rowSecurityRules.includes(ruleId));

const strictly = (parser: Parser, sql: string, options?: ValidateOptions): readonly Finding[] =>
  validateWith(parser, sql, { preset: 'strict', ...options }).findings;
