import { counted } from '../core/counted.js';
import { type Finding, type Reporter, summarize } from '../core/report.js';
import { type Severity, severities } from '../core/severity.js';
import { countText } from './count-text.js';
import { allFindings } from './finding-order.js';
import { withoutControls } from './plain-text.js';
import { toReportPath } from './report-path.js';

const commandOf = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** GitHub shows this many annotations of a type for one step of a job. */
const annotationsShown = 10;

/**
 * GitHub Actions workflow commands, one annotation a finding, errors first. A last plain line, for the log, holds the
 * counts.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const github: Reporter = (report, { cwd }) => {
  const live = allFindings(report).filter((finding) => !finding.suppressed);
  const groups = severities.map((severity) => live.filter((finding) => finding.severity === severity));
  const annotations = groups.flat().map((finding) => annotation(finding, cwd));
  const overflow = severities.flatMap((severity, at) => overflowNote(severity, groups[at]?.length ?? 0));
  return [...annotations, ...overflow, countText(summarize(report)), ''].join('\n');
};

const overflowNote = (severity: Severity, count: number): readonly string[] =>
  count > annotationsShown
    ? [`GitHub shows ${annotationsShown} of ${counted(count, severity)} as annotations; this log holds all of them.`]
    : [];

function annotation(finding: Finding, cwd: string): string {
  const { severity, ruleId, message, effect, workaround, url } = finding;
  const properties = Object.entries({ title: ruleId, ...placeOf(finding, cwd) });
  const text = [message, effect, workaround && `Instead:\n${workaround}`, url].filter((part) => part !== '');
  const written = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  return `::${commandOf[severity]} ${written}::${escapeText(text.join('\n\n'))}`;
}

function placeOf({ path, line, endLine, column, endColumn }: Finding, cwd: string): Record<string, string | number> {
  if (path === '') return {};
  const lines = { file: toReportPath(path, cwd), line, endLine };
  // GitHub takes columns only where the annotation stays on one line.
  return line === endLine ? { ...lines, col: column, endColumn } : lines;
}

const escapeText = (text: string): string =>
  withoutControls(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
