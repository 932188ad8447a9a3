import type pc from 'picocolors';
import type { ActResult, ExplainedStep, StatementFacts } from '../app/run/act-result.js';
import { counted } from '../core/counted.js';
import { withoutControls } from '../reporters/plain-text.js';
import type { PlannedStatement, Step } from '../runner/plan/plan.js';
import type { ActStyle } from './render-failure.js';

type Colors = ReturnType<typeof pc.createColors>;

/** What would be done, statement by statement, with its transactions, its locks and its records. */
export function renderPlan(result: ActResult, style: ActStyle): readonly string[] {
  const { colors } = style;
  const { schema, installed } = result.history;
  return [
    ...(installed ? [] : [`The history would be installed first, in the schema ${schema}.`, '']),
    ...result.steps.flatMap((one, at) => renderStep(one, at + 1, result, colors)),
  ];
}

function renderStep(explained: ExplainedStep, number: number, result: ActResult, colors: Colors): readonly string[] {
  const { step, facts } = explained;
  const verb = step.direction === 'up' ? 'Apply' : 'Roll back';
  return [
    `${colors.bold(`${number}. ${verb} ${step.migration}`)}  ${colors.dim(step.path)}`,
    ...(step.resumedAfter > 0 ? [`   ${counted(step.resumedAfter, 'statement')} of it already done, left out`] : []),
    ...(step.mode === 'atomic' ? [colors.dim('   BEGIN')] : []),
    ...step.statements.flatMap((statement) => renderStatement(statement, facts.get(statement.index), colors)),
    ...recordLines(step, result).map((line) => `   ${line}`),
    ...(step.mode === 'atomic' ? [colors.dim('   COMMIT')] : []),
    '',
  ];
}

function renderStatement(
  { sql, line, transaction }: PlannedStatement,
  facts: StatementFacts | undefined,
  colors: Colors,
): readonly string[] {
  const alone = { file: '', own: ' (a transaction of its own)', none: ' (in no transaction)' }[transaction];
  return [
    ...withoutControls(`${sql};`)
      .split('\n')
      .map((text) => `     ${text}`),
    colors.dim(`     -- line ${line}${alone}: ${factText(facts)}`),
  ];
}

/** `ACCESS EXCLUSIVE on public.books; reads all of public.books`. */
function factText(facts: StatementFacts | undefined): string {
  if (facts === undefined) return 'its locks are not known';
  const { locks, rewrites, scans, indexBuilds } = facts;
  const parts = [
    locks.length === 0 ? 'locks nothing that others can see' : locks.map(lockText).join(', '),
    rewrites.length === 0 ? '' : `writes all of ${rewrites.join(', ')} anew`,
    scans.length === 0 ? '' : `reads all of ${scans.join(', ')}`,
    indexBuilds.length === 0 ? '' : `builds an index of ${indexBuilds.join(', ')}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

const lockText = ({ mode, relation }: StatementFacts['locks'][number]): string => `${mode} on ${relation}`;

function recordLines(step: Step, { history }: ActResult): readonly string[] {
  const table = `${history.schema}.migration_history`;
  if (step.direction === 'down') return [`record in ${table}: rolled back`];
  const { batch, checksum, dependencies, rollbackSql, forced } = step.record;
  const facts = [
    `batch ${batch}`,
    `checksum ${checksum.slice(0, 12)}…`,
    ...(dependencies.length === 0 ? [] : [`depends on ${dependencies.join(', ')}`]),
    rollbackSql === undefined ? 'no rollback SQL' : 'with its rollback SQL',
    ...(forced === undefined ? [] : [`forced: ${forced.reason}`]),
  ];
  return [`record in ${table}: applied, ${facts.join(', ')}`];
}
