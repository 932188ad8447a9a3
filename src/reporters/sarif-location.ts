import { createLineMap } from '../core/line-map.js';
import type { Finding } from '../core/report.js';
import type { Span } from '../core/span.js';
import { toReportPath } from './report-path.js';

/** The name that stands for the folder the tool ran in; GitHub and the SARIF viewers know it. */
export const rootId = '%SRCROOT%';

/** A path as a relative URI. A finding about the project as a whole has no path: it is about the root itself. */
export const toArtifactLocation = (path: string, cwd: string) => ({
  uri: path === '' ? '.' : toReportPath(path, cwd).split('/').map(encodeURIComponent).join('/'),
  uriBaseId: rootId,
});

/** Lines and columns count from 1, as SARIF's do; `endColumn` is the one after the last character in both. */
export const toRegion = ({ line, column, endLine, endColumn }: Finding) => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
});

export const toLocation = (finding: Finding, cwd: string) => ({
  physicalLocation: {
    artifactLocation: toArtifactLocation(finding.path, cwd),
    ...(finding.path !== '' && { region: toRegion(finding) }),
  },
});

/** Turns spans of a file's text into regions. */
export function createRegions(source: string) {
  const placeOf = createLineMap(source);
  return (span: Span) => {
    const start = placeOf(span.start);
    const end = placeOf(span.end);
    return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  };
}
