import type { Migration } from '../../core/migration.js';
import type { Finding } from '../../core/report.js';
import type { Parser } from '../../sql/parser.js';
import { fixPasses } from '../fix-passes.js';
import { internalErrorId } from '../internal-error.js';
import { lintHistory } from '../lint-history.js';
import type { Example, Project, Rule } from '../rule.js';
import type { ActiveRule } from '../rule-catalogue.js';
import { exampleProject } from './example-project.js';

export interface ExampleRun {
  /** Message ids in order of place, the down's after the up's. */
  readonly reports: readonly string[];
  readonly findings: readonly Finding[];
  /** The SQL after `--fix`; the same where nothing changes. */
  readonly fixed: string;
  /** What the fixed text still reports. */
  readonly afterFix: readonly string[];
}

/**
 * Runs one example of a rule, that rule alone on. `known` are the other rules that its suppression comments may name; they
 * are on as well for a rule that judges suppressions.
 */
export function runExampleWith(parser: Parser, rule: Rule, example: Example, known: readonly Rule[]): ExampleRun {
  const rules = [activate(rule, example.options), ...(rule.check.suppressions ? activateOthers(rule, known) : [])];
  const lint = (sql: string): readonly Finding[] => {
    const project = exampleProject(example, sql);
    const { path, down } = judgedMigration(project, example);
    const paths = [path, down?.path];
    const changed = new Set([...paths, ...newSinceBase(project)]);
    const judged = (path: string): boolean => changed.has(path);
    const { files, project: ofProject } = lintHistory({ project, parser, rules, known: [rule, ...known], judged });
    return [...files.flatMap(({ findings }) => findings), ...ofProject].filter(
      (finding) =>
        !finding.suppressed &&
        [rule.id, internalErrorId].includes(finding.ruleId) &&
        (finding.path === '' || paths.includes(finding.path)),
    );
  };
  const findings = lint(example.sql);
  const fixed = fixPasses(example.sql, (sql) => lint(sql).filter(({ direction }) => direction === 'up'));
  const afterFix = fixed === example.sql ? findings : lint(fixed);
  return { reports: messageIds(findings), findings, fixed, afterFix: messageIds(afterFix) };
}

function judgedMigration({ migrations }: Project, { given, alone }: Example): Migration {
  const migration = migrations[alone ? 0 : [given ?? []].flat().length];
  if (migration === undefined) throw new Error('An example has no migration of its own.');
  return migration;
}

/** Where an example has a base, all that is newer is judged together, as one change. */
const newSinceBase = ({ base, migrations }: Project): readonly string[] =>
  base === undefined
    ? []
    : migrations.filter(({ id }) => !base.applied.some((one) => one.id === id)).map(({ up }) => up.path);

const messageIds = (findings: readonly Finding[]): string[] =>
  findings.map(({ messageId, message, ruleId }) => (ruleId === internalErrorId ? message : (messageId ?? message)));

const activate = (rule: Rule, options: Example['options']): ActiveRule => ({
  rule,
  severity: rule.severity,
  options: rule.options.parse(options ?? {}),
});

const activateOthers = (rule: Rule, known: readonly Rule[]): ActiveRule[] =>
  known.filter(({ id }) => id !== rule.id).map((other) => activate(other, undefined));
