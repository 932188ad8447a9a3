import { type FileReport, type Finding, isClean, type Reporter, summarize } from '../core/report.js';
import { byPlace } from './finding-order.js';
import { toReportPath } from './report-path.js';

/** Raised when a key changes its meaning or goes away; new keys do not raise it. */
const schema = 1;

/** The report for programs. Keys are always in this order; suppressed findings are in it, marked. */
export const json: Reporter = (report, { cwd }) => {
  const document = {
    schema,
    tool: { name: report.tool.name, version: report.tool.version },
    summary: summarize(report),
    files: report.files.map((file) => toFile(file, cwd)),
    project: report.project
      .toSorted(byPlace)
      .map((finding) => ({ path: toReportPath(finding.path, cwd), ...toFinding(finding) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

const toFile = (file: FileReport, cwd: string) => ({
  path: toReportPath(file.path, cwd),
  id: file.path === file.id ? toReportPath(file.id, cwd) : file.id,
  clean: isClean(file),
  findings: file.findings.toSorted(byPlace).map((finding) => ({
    ...toFinding(finding),
    // The down of a migration may be a file of its own.
    ...(finding.path !== file.path && { path: toReportPath(finding.path, cwd) }),
  })),
});

const toFinding = (finding: Finding) => ({
  ruleId: finding.ruleId,
  category: finding.category,
  severity: finding.severity,
  direction: finding.direction,
  message: finding.message,
  effect: finding.effect,
  workaround: finding.workaround,
  url: finding.url,
  line: finding.line,
  column: finding.column,
  endLine: finding.endLine,
  endColumn: finding.endColumn,
  statement: finding.statement ?? null,
  locks: finding.locks.map(({ relation, mode }) => ({ relation, mode })),
  rewrites: finding.rewrites,
  scans: finding.scans,
  fixable: finding.fix !== undefined,
  suppressed: finding.suppressed,
  ...(finding.suppressionReason !== undefined && { suppressionReason: finding.suppressionReason }),
});
