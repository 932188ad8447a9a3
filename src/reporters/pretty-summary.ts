import { counted } from '../core/counted.js';
import { type FileReport, type Finding, isClean, type Report, type Summary, summarize } from '../core/report.js';
import { severities } from '../core/severity.js';
import { countText, severityText } from './count-text.js';
import { allFindings, liveFindings } from './finding-order.js';
import { onOneLine } from './plain-text.js';
import type { PrettyStyle } from './pretty-finding.js';
import { renderRuleCounts } from './pretty-older.js';
import { toReportPath } from './report-path.js';
import { wrapLine } from './wrap-text.js';

/** What a person needs at the end: the counts, what may not be applied, what nobody looked into, and what to do next. */
export function renderSummary(report: Report, style: PrettyStyle): readonly string[] {
  const summary = summarize(report);
  if (summary.files === 0 && report.project.length === 0) return ['There is no migration to check.'];
  return [
    ...renderVerdict(summary, style),
    ...renderRuleCounts(report, style),
    ...renderBlocked(report, style),
    ...renderUnanalysed(report.files, summary, style),
    ...renderNext(report, summary, style),
  ];
}

function renderVerdict(summary: Summary, { colors, width }: PrettyStyle): readonly string[] {
  const mark = summary.errors > 0 ? '✗' : '✓';
  const paint = summary.errors > 0 ? colors.red : colors.green;
  const counts = wrapLine(`${mark} ${countText(summary)}`, width).map((line) => colors.bold(paint(line)));
  if (summary.errors > 0) return counts;
  const all = summary.files === 1 ? 'The file may be applied.' : 'All files may be applied.';
  return [...counts, summary.warnings > 0 ? `${all} A reviewer should read the warnings.` : all];
}

const mostBlocked = 12;

function renderBlocked(report: Report, { colors, cwd }: PrettyStyle): readonly string[] {
  const blocked = report.files.filter((file) => !isClean(file));
  const errors = (file: Pick<FileReport, 'findings'>) =>
    liveFindings(file.findings).filter(({ severity }) => severity === 'error').length;
  const ofProject = errors({ findings: report.project });
  if (blocked.length === 0 && ofProject === 0) return [];
  return [
    '',
    colors.bold('Must not be applied:'),
    ...(blocked.length > mostBlocked ? [`  ${counted(blocked.length - mostBlocked, 'older file')}`] : []),
    ...blocked
      .slice(-mostBlocked)
      .map(
        (file) =>
          `  ${toReportPath(file.path, cwd)}  ${colors.dim(severityText({ errors: errors(file), warnings: 0, infos: 0 }))}`,
      ),
    ...(ofProject > 0 ? [`  the history as a whole  ${colors.dim(counted(ofProject, 'error'))}`] : []),
  ];
}

function renderUnanalysed(
  files: readonly FileReport[],
  summary: Summary,
  { colors, cwd }: PrettyStyle,
): readonly string[] {
  if (summary.unanalysed === 0) return [];
  return [
    '',
    colors.bold(`Not analysed, so that no check speaks for ${summary.unanalysed === 1 ? 'it' : 'them'}:`),
    ...files.flatMap((file) => namesOf(file, toReportPath(file.path, cwd)).map((name) => `  ${name}`)),
  ];
}

/** `path:12  its first line`; without lines, how many there are in the file. */
function namesOf({ source, unanalysed, unanalysedLines = [] }: FileReport, path: string): readonly string[] {
  if (unanalysed === 0) return [];
  if (unanalysedLines.length === 0) return [`${path}  ${counted(unanalysed, 'statement')}`];
  const lines = source.split('\n');
  return unanalysedLines.map((line) => `${path}:${line}  ${shorten(onOneLine(lines[line - 1] ?? ''))}`);
}

const longestExcerpt = 60;
const shorten = (text: string): string =>
  text.length > longestExcerpt ? `${text.slice(0, longestExcerpt - 1)}…` : text;

function renderNext(
  report: Report,
  summary: Summary,
  { colors, cwd, width, followUps }: PrettyStyle,
): readonly string[] {
  const live = allFindings(report).filter(({ suppressed }) => !suppressed);
  const first = severities.map((one) => live.find(({ severity }) => severity === one)).find((found) => found);
  if (first === undefined) return [];
  const { fix, writeBaseline } = followUps;
  const fixable = live.filter((finding) => finding.fix !== undefined).length;
  const applied = new Set(live.map(({ path }) => path)).size > mostBlocked;
  const steps = [
    fix !== undefined && fixable > 0 && `- \`${onOneLine(fix)}\` rewrites ${fixable} of them for you.`,
    splitStep(live, cwd),
    summary.errors > 0 && '- Rewrite what is marked as shown under Instead, then run the same command again.',
    writeBaseline !== undefined &&
      applied &&
      `- What is applied already can stay quiet: \`${onOneLine(writeBaseline)}\` keeps what is found now, and \`--since <ref>\` looks at what a branch changed.`,
    '- To accept one, write this line above it, with your reason:',
  ].filter((step) => step !== false);
  return [
    '',
    colors.bold('Next:'),
    ...steps.flatMap((step) => wrapLine(`  ${step}`, width)),
    // To be copied, so it is never wrapped.
    `      -- pgairlock-disable-next-line ${first.ruleId} -- <reason>`,
  ];
}

/** Of several files the newest: those before it are likely to be applied, and have no room behind them. */
function splitStep(live: readonly Finding[], cwd: string): string | false {
  const splittable = live.filter(({ split, path }) => split !== undefined && path !== standardInput);
  const path = splittable.at(-1)?.path;
  if (path === undefined) return false;
  const count = splittable.filter((finding) => finding.path === path).length;
  return `- \`pgairlock split ${toReportPath(path, cwd)}\` writes the safe form of ${count} of them as files of their own.`;
}

const standardInput = '<stdin>';
