import type { Finding, Report } from '../core/report.js';
import { severities } from '../core/severity.js';

/** By place in the file; of two at one place the graver first, then by rule. */
export const byPlace = (a: Finding, b: Finding): number =>
  a.span.start - b.span.start ||
  a.span.end - b.span.end ||
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  compareText(a.ruleId, b.ruleId);

/** Not `localeCompare`: the order must not depend on the machine's locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every finding of the report, suppressed ones too: files in their order, then what concerns the project as a whole. */
export const allFindings = (report: Report): readonly Finding[] => [
  ...report.files.flatMap((file) => file.findings.toSorted(byPlace)),
  ...report.project.toSorted(byPlace),
];

/** What is left for a person to act on. */
export const liveFindings = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((finding) => !finding.suppressed).toSorted(byPlace);
