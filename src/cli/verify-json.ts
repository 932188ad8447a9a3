import type { VerifiedHistory, VerifyRun } from '../app/verify/verify-options.js';
import { formatQualified } from '../core/name.js';
import { json } from '../reporters/json.js';
import { toReportPath } from '../reporters/report-path.js';
import { renderDifference } from '../verify/compare/render-differences.js';
import type { Agreement } from '../verify/measure/agreement.js';
import type { MeasuredSection } from '../verify/measure/measured.js';
import type { Proof } from '../verify/prove/proof.js';
import { renderLoss } from '../verify/rows/compare-contents.js';

/** The report as `--format json` gives it, and under `verification` all that was done and measured. */
export function verifyJson({ report, histories }: VerifyRun, cwd: string): string {
  const document: object = JSON.parse(json(report, { cwd, color: false, width: 80 }));
  const verification = histories.map((history) => toHistory(history, cwd));
  return `${JSON.stringify({ ...document, command: 'verify', verification }, null, 2)}\n`;
}

const toHistory = ({ folder, server, standIns, cached, migrations }: VerifiedHistory, cwd: string) => ({
  folder: toReportPath(folder, cwd),
  server,
  standIns,
  cached,
  migrations: migrations.map(({ id, path, judged, generated, replayed, measured, proof, timing }) => ({
    id,
    path: toReportPath(path, cwd),
    judged,
    statements: replayed.statements,
    ran: replayed.ran,
    notes: replayed.notes.map(({ statement, message }) => ({ statement, message })),
    timing,
    ...(measured && toMeasured(measured)),
    ...(proof && { down: toDown(proof, generated) }),
  })),
});

const toMeasured = ({ measured, unmeasured, rows }: MeasuredSection) => ({
  rows,
  measured: measured.map(({ statement, duration, locks, rewrites, indexBuilds, agreements }) => ({
    statement,
    duration,
    locks: locks.map(({ relation, mode }) => ({ relation: formatQualified(relation), mode })),
    rewrites: rewrites.map(formatQualified),
    indexBuilds: indexBuilds.map(formatQualified),
    mismatches: agreements.filter(({ verdict }) => verdict !== 'agrees').map(toMismatch),
  })),
  unmeasured: unmeasured.map(({ statement, reason }) => ({ statement, reason })),
});

const toMismatch = ({ fact, relation, verdict, claimed, measured }: Agreement) => ({
  fact,
  relation: formatQualified(relation),
  verdict,
  claimed,
  measured,
});

const toDown = ({ outcome, differences, losses, failure, rows, rowsRefused }: Proof, generated: boolean) => ({
  outcome,
  generated,
  differences: differences.map(renderDifference),
  losses: losses.map(renderLoss),
  failure,
  rows,
  rowsRefused,
});
