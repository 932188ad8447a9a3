import { counted } from '../core/counted.js';
import { type FileReport, type Finding, type Report, summarize } from '../core/report.js';
import { severityText } from './count-text.js';
import { allFindings, liveFindings } from './finding-order.js';
import type { PrettyStyle } from './pretty-finding.js';
import { toReportPath } from './report-path.js';
import { wrapLine } from './wrap-text.js';

/** What nobody reads from end to end. */
const many = 60;
/** Of many findings, those of the newest files are told in full, as far as there are no more than these. */
const told = 30;
/** Of the older ones, so many are named. */
const named = 20;

export interface OlderAndNewer {
  /** Told in a line or two each. */
  readonly older: readonly FileReport[];
  readonly newer: readonly FileReport[];
}

/** The files with findings, in order. The newest of them is always told in full. */
export function splitByAge({ files, project }: Report): OlderAndNewer {
  const found = files.filter(({ findings }) => liveFindings(findings).length > 0);
  const counts = found.map(({ findings }) => liveFindings(findings).length);
  const all = counts.reduce((sum, count) => sum + count, liveFindings(project).length);
  if (all <= many) return { older: [], newer: found };
  let left = told;
  let first = found.length;
  while (first > 0 && (first === found.length || left >= (counts[first - 1] ?? 0))) {
    first -= 1;
    left -= counts[first] ?? 0;
  }
  return { older: found.slice(0, first), newer: found.slice(first) };
}

/** The newest of the older files with how many findings each has, and of which rules; the others as a number. */
export function renderOlder(older: readonly FileReport[], style: PrettyStyle): readonly string[] {
  if (older.length === 0) return [];
  const { colors, width, followUps } = style;
  const hint = `Older files, in short. Name one to see its findings (${followUps.look}), or use --all.`;
  const before = older.slice(0, -named);
  return [
    ...wrapLine(hint, width).map((line) => colors.bold(line)),
    '',
    ...(before.length === 0
      ? []
      : [`  ${counted(before.length, 'file')} before these  ${colors.dim(countsOf(before))}`]),
    ...older
      .slice(-named)
      .flatMap((file) => [
        `  ${toReportPath(file.path, style.cwd)}  ${colors.dim(countsOf([file]))}`,
        ...wrapLine(`    ${ruleCounts(liveFindings(file.findings))}`, width).map((line) => colors.dim(line)),
      ]),
    '',
  ];
}

const countsOf = (files: readonly FileReport[]): string => severityText(summarize({ ...noReport, files }));

const noReport: Report = { tool: { name: '', version: '' }, context: [], files: [], project: [], rules: [] };

/** How often each rule speaks, where that is more than a glance shows. */
export function renderRuleCounts(report: Report, { colors, width }: PrettyStyle): readonly string[] {
  const live = allFindings(report).filter(({ suppressed }) => !suppressed);
  if (live.length <= many) return [];
  const counts = wrapLine(`  ${ruleCounts(live)}`, width);
  return ['', colors.bold('By rule:'), ...counts];
}

/** `add-fk-validating 6, drop-table 2, no-money`: the most frequent first. */
function ruleCounts(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { ruleId: id } of findings) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .map(([id, count]) => (count === 1 ? id : `${id} ${count}`))
    .join(', ');
}
