import { counted } from '../../core/counted.js';
import { type Report, summarize } from '../../core/report.js';
import { type HistoryResult, type JudgedStatement, lintHistory } from '../../engine/lint-history.js';
import { traceOf } from '../../engine/statement-trace.js';
import { rules } from '../../rules/index.js';
import type { Step } from '../../runner/plan/plan.js';
import { withBaseline } from '../baseline-file.js';
import { isFoundByLint, selectRules } from '../rule-settings.js';
import { presetFor } from '../to-project.js';
import { toReport } from '../to-report.js';
import type { ExplainedStep, StatementFacts } from './act-result.js';
import { forFreshDatabase, isFresh } from './fresh-database.js';
import { liveProject } from './live-project.js';
import type { Run } from './open-run.js';

export interface Check {
  readonly steps: readonly ExplainedStep[];
  /** Absent where no file is applied. */
  readonly report?: Report | undefined;
}

type Findings = Pick<Check, 'report'> & {
  readonly facts: ReadonlyMap<string, ReadonlyMap<number, StatementFacts>>;
};

/**
 * Judges the files that are applied, as they will be run on this server, with the whole folder replayed, and says of each
 * statement of all steps what it does to others. Asked about the same steps again, it does not judge again.
 */
export function createChecker(run: Run, now: Date): (steps: readonly Step[]) => Promise<Check> {
  let known: { readonly key: string; readonly findings: Findings } | undefined;
  return async (steps) => {
    if (steps.length === 0) return { steps: [] };
    const key = steps.map((step) => `${keyOf(step)} ${step.mode}`).join('\n');
    if (known?.key !== key) known = { key, findings: await judge(run, steps, now) };
    const { report, facts } = known.findings;
    return { report, steps: steps.map((step) => ({ step, facts: facts.get(keyOf(step)) ?? new Map() })) };
  };
}

async function judge(run: Run, steps: readonly Step[], now: Date): Promise<Findings> {
  const applies = steps.some(({ direction }) => direction === 'up');
  const facts = new Map<string, Map<number, StatementFacts>>();
  const project = liveProject(run, steps, now);
  const wanted = pathsOf(run, steps);
  const result = lintHistory({
    project,
    parser: run.parser,
    rules: applies ? selectRules(presetFor(project, run.settings), ...run.settings.rules) : [],
    known: rules,
    judged: (path) => wanted.has(path),
    onStatement: (judged) => keep(judged, facts),
  });
  if (!applies) return { facts };
  const report = await reportOn(run, result, project.server.version, now);
  return { facts, report: hasErrors(report) && (await isFresh(run)) ? forFreshDatabase(report) : report };
}

/** The rules that have something against the file of a migration, at error level. */
export const refusingRules = ({ files }: Report, migration: string): readonly string[] => [
  ...new Set(
    files
      .filter(({ id }) => id === migration)
      .flatMap(({ findings }) => findings)
      .filter(({ severity, suppressed }) => severity === 'error' && !suppressed)
      .map(({ ruleId }) => ruleId),
  ),
];

export const hasErrors = (report: Report | undefined): boolean => report !== undefined && summarize(report).errors > 0;

const keyOf = (of: Pick<Step, 'migration' | 'direction'>): string => `${of.direction} ${of.migration}`;

function keep(judged: JudgedStatement, facts: Map<string, Map<number, StatementFacts>>): void {
  const { migration, section, statement } = judged;
  const { locks, rewrites, scans, indexBuilds } = traceOf(judged);
  const key = keyOf({ migration: migration.id, direction: section.direction });
  const ofStep = facts.get(key) ?? new Map<number, StatementFacts>();
  facts.set(key, ofStep.set(statement.index, { locks, rewrites, scans, indexBuilds }));
}

/** Of what is applied both directions, as the down must be good before it is needed. */
function pathsOf({ project, judged }: Run, steps: readonly Step[]): ReadonlySet<string> {
  const directions = new Map<string, Step['direction']>();
  for (const { migration, direction } of steps)
    if (directions.get(migration) !== 'up') directions.set(migration, direction);
  return new Set(
    project.migrations.flatMap(({ id, up, down }) => {
      const direction = directions.get(id);
      const paths = direction === 'up' ? [up.path, down?.path] : [direction && down?.path];
      return paths.filter((path) => path !== undefined).filter((path) => direction === 'down' || judged.has(path));
    }),
  );
}

function reportOn(
  { cwd, settings, folder }: Run,
  { files, project }: HistoryResult,
  version: number,
  now: Date,
): Promise<Report> {
  const count = counted(files.length, 'pending migration');
  const whole = toReport({
    context: [`Checked ${count} of ${folder} for PostgreSQL ${version}, ${now.toISOString().slice(0, 10)}.`],
    files,
    // What is worth knowing of the history as a whole is told by lint; here it would be told at every run.
    project: project.filter(({ severity }) => severity === 'error'),
  });
  return withBaseline(whole, settings.baseline, cwd, isFoundByLint);
}
