import { createHash } from 'node:crypto';
import type { Finding, Reporter } from '../core/report.js';
import { allFindings } from './finding-order.js';
import { createOccurrences } from './occurrences.js';
import { onOneLine } from './plain-text.js';
import { toReportPath } from './report-path.js';

const severityOf = { error: 'critical', warning: 'minor', info: 'info' } as const;

/**
 * GitLab's Code Quality report. Findings about the project as a whole stand at the first line of the first file, as the
 * report has no place for them.
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlab: Reporter = (report, { cwd }) => {
  const occurrenceOf = createOccurrences();
  const fallback = report.files[0]?.path ?? '.';
  const entries = allFindings(report)
    .filter((finding) => !finding.suppressed)
    .map((finding) => {
      const path = toReportPath(finding.path === '' ? fallback : finding.path, cwd);
      return {
        description: onOneLine(`${finding.message} ${finding.effect}`),
        check_name: finding.ruleId,
        fingerprint: identityOf(finding, path, occurrenceOf(finding)),
        severity: severityOf[finding.severity],
        location: { path, lines: { begin: finding.line, end: finding.endLine } },
      };
    });
  return `${JSON.stringify(entries, null, 2)}\n`;
};

/** GitLab takes two entries of one fingerprint for one, also those of two files. */
const identityOf = ({ fingerprint, ruleId }: Finding, path: string, occurrence: number): string =>
  createHash('sha256').update([ruleId, path, fingerprint, occurrence].join('\n')).digest('hex');
