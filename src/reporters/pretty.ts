import pc from 'picocolors';
import { groupBy, type NonEmpty } from '../core/group-by.js';
import type { FileReport, Finding, FollowUps, Report, Reporter } from '../core/report.js';
import { severityText } from './count-text.js';
import { liveFindings } from './finding-order.js';
import { findRepeats, type PrettyStyle, renderStatement, sourceLines } from './pretty-finding.js';
import { renderOlder, splitByAge } from './pretty-older.js';
import { renderSummary } from './pretty-summary.js';
import { toReportPath } from './report-path.js';

const narrowest = 40;
const fallbackWidth = 80;

const wholeProject: FollowUps = {
  fix: 'pgairlock lint --fix',
  writeBaseline: 'pgairlock lint --write-baseline',
  look: 'pgairlock lint <file>',
};

/** For people at a terminal: findings by file and statement, each with its place in the source, then what to do. */
export const pretty: Reporter = (report, { cwd, color, width, all, followUps = wholeProject }) => {
  const style: PrettyStyle = { colors: pc.createColors(color), cwd, width: usableWidth(width), followUps };
  const { older, newer } = all ? { older: [], newer: report.files } : splitByAge(report);
  const lines = [
    ...renderContext(report, style),
    ...renderOlder(older, style),
    ...newer.flatMap((file) => renderFile(file, style)),
    ...renderProject(report, style),
    ...renderSummary(report, style),
  ];
  return `${lines.join('\n')}\n`;
};

const usableWidth = (width: number): number =>
  Number.isFinite(width) && width > 0 ? Math.max(narrowest, width) : fallbackWidth;

const renderContext = ({ context }: Report, { colors }: PrettyStyle): readonly string[] =>
  context.length === 0 ? [] : [...context.map((line) => colors.dim(line)), ''];

function renderFile(file: FileReport, style: PrettyStyle): readonly string[] {
  const live = liveFindings(file.findings);
  return live.length === 0 ? [] : renderGroup(toReportPath(file.path, style.cwd), live, [file], style);
}

function renderProject(report: Report, style: PrettyStyle): readonly string[] {
  const live = liveFindings(report.project);
  return live.length === 0 ? [] : renderGroup('The history as a whole', live, report.files, style);
}

function renderGroup(
  title: string,
  findings: readonly Finding[],
  files: readonly FileReport[],
  style: PrettyStyle,
): readonly string[] {
  const { colors } = style;
  const paths = new Set(findings.map(({ path }) => path));
  const lines = new Map(
    files.filter(({ path }) => paths.has(path)).map((file) => [file.path, sourceLines(file.source)]),
  );
  const repeatsOf = findRepeats(findings);
  return [
    `${colors.bold(colors.underline(title))}  ${colors.dim(severityText(countsOf(findings)))}`,
    '',
    ...byStatement(findings).flatMap((group) => renderStatement(group, lines.get(group[0].path), repeatsOf, style)),
  ];
}

const countsOf = (findings: readonly Finding[]) => ({
  errors: findings.filter(({ severity }) => severity === 'error').length,
  warnings: findings.filter(({ severity }) => severity === 'warning').length,
  infos: findings.filter(({ severity }) => severity === 'info').length,
});

/** Findings of one statement share a frame; one that belongs to no statement has its own. */
const byStatement = (findings: readonly Finding[]): readonly NonEmpty<Finding>[] => [
  ...groupBy(findings, ({ path, direction, statement, line, column }) =>
    statement === undefined ? `${path}:${line}:${column}` : `${path} ${direction} ${statement}`,
  ).values(),
];
