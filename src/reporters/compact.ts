import { type Finding, type Reporter, summarize } from '../core/report.js';
import { countText } from './count-text.js';
import { allFindings } from './finding-order.js';
import { onOneLine } from './plain-text.js';
import { toReportPath } from './report-path.js';

/** One finding a line, as editors and `grep` like it: `path:line:column: severity: message [rule]`. Counts in the last line. */
export const compact: Reporter = (report, { cwd }) => {
  const lines = allFindings(report)
    .filter((finding) => !finding.suppressed)
    .map((finding) => toLine(finding, cwd));
  return `${[...lines, countText(summarize(report))].join('\n')}\n`;
};

function toLine({ path, line, column, severity, message, ruleId }: Finding, cwd: string): string {
  const place = path === '' ? '(project)' : `${toReportPath(path, cwd)}:${line}:${column}`;
  return `${place}: ${severity}: ${onOneLine(message)} [${ruleId}]`;
}
