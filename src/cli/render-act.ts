import pc from 'picocolors';
import type { ActRefusal, ActResult } from '../app/run/act-result.js';
import { hasErrors } from '../app/run/check-steps.js';
import { counted } from '../core/counted.js';
import type { Report } from '../core/report.js';
import { reporters } from '../reporters/index.js';
import { toReportPath } from '../reporters/report-path.js';
import { wrapLine } from '../reporters/wrap-text.js';
import { afterUp } from './follow-ups.js';
import { durationText } from './phrases.js';
import { type ActStyle, renderFailure } from './render-failure.js';
import { renderPlan } from './render-plan.js';

export interface ActTextStyle {
  readonly color: boolean;
  readonly width: number;
  readonly cwd: string;
}

/** The end of a run, for people; what went on before was told as it went. */
export function renderAct(result: ActResult, { color, width, cwd }: ActTextStyle): string {
  const style: ActStyle = { colors: pc.createColors(color), width, cwd };
  const findings = hasErrors(result.report) && result.forced === undefined ? result.report : undefined;
  const lines = [
    ...(findings === undefined ? [] : ['', renderFindings(findings, { color, width, cwd })]),
    ...renderOutcome(result, style),
    ...result.warnings.map((warning) => style.colors.yellow(`! ${warning}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function renderFindings(report: Report, style: ActTextStyle): string {
  const fixable = report.files.filter(({ findings }) => findings.some(({ fix }) => fix !== undefined));
  const followUps = afterUp(fixable.map(({ path }) => toReportPath(path, style.cwd)));
  return reporters.pretty(report, { ...style, followUps }).trimEnd();
}

function renderOutcome(result: ActResult, style: ActStyle): readonly string[] {
  const { colors } = style;
  switch (result.outcome) {
    case 'nothing-to-do':
      return [`${colors.green('✓')} Nothing to do.`];
    case 'planned':
      return ['', ...renderPlan(result, style), `A plan only: nothing was changed. ${countSteps(result)}.`];
    case 'refused':
      return [
        // The plan ends with an empty line of its own.
        ...(result.dryRun && result.steps.length > 0 ? ['', ...renderPlan(result, style).slice(0, -1)] : []),
        ...renderRefusals(result, style),
      ];
    case 'failed':
      return renderFailure(result, style);
    case 'done':
      return [
        `${colors.green('✓')} ${doneText(result)} in ${durationText(result.timing.total)}.`,
        ...(result.backup?.made === false ? [colors.dim(`  No backup: ${result.backup.because}.`)] : []),
      ];
  }
}

const countSteps = ({ steps }: ActResult): string => {
  const ups = steps.filter(({ step }) => step.direction === 'up').length;
  const downs = steps.length - ups;
  return [
    ...(downs > 0 ? [`${counted(downs, 'migration')} to roll back`] : []),
    ...(ups > 0 ? [`${counted(ups, 'migration')} to apply`] : []),
  ].join(', ');
};

function doneText({ results }: ActResult): string {
  const ups = results.filter(({ direction }) => direction === 'up').length;
  const downs = results.length - ups;
  const parts = [
    ...(downs > 0 ? [`rolled back ${counted(downs, 'migration')}`] : []),
    ...(ups > 0 ? [`applied ${counted(ups, 'migration')}`] : []),
  ].join(' and ');
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}`;
}

function renderRefusals({ refusals }: ActResult, { colors, width }: ActStyle): readonly string[] {
  const lines = [
    ...refusals.map((refusal) => `- ${refusal.message}${placeText(refusal)}`),
    ...(refusals.some(({ kind }) => kind === 'findings')
      ? ['- To apply it all the same, say why: --force --reason "…". The reason is recorded.']
      : []),
  ];
  return [
    '',
    colors.bold(colors.red('✗ Refused: nothing was changed.')),
    ...lines.flatMap((line) => wrapLine(`  ${line}`, Math.min(width, 100))),
  ];
}

const placeText = (refusal: ActRefusal): string =>
  'place' in refusal && refusal.place !== undefined && refusal.path !== undefined
    ? ` (${refusal.path}:${refusal.place.line}:${refusal.place.column})`
    : '';
