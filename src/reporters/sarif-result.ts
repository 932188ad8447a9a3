import type { Finding } from '../core/report.js';
import { createRegions, toArtifactLocation, toLocation } from './sarif-location.js';
import { toLevel } from './sarif-rule.js';

export interface ResultContext {
  readonly cwd: string;
  /** Place of each rule in the run's list of rules. */
  readonly ruleIndexes: ReadonlyMap<string, number>;
  /** The text of each file. */
  readonly sources: ReadonlyMap<string, string>;
  /** 1 for the first finding of its fingerprint in its file, 2 for the next, … */
  readonly occurrence: number;
}

export function toResult(finding: Finding, { cwd, ruleIndexes, sources, occurrence }: ResultContext) {
  const ruleIndex = ruleIndexes.get(finding.ruleId);
  const source = sources.get(finding.path);
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: toLevel(finding.severity),
    message: { text: toMessageText(finding) },
    locations: [toLocation(finding, cwd)],
    // The first is the only one that GitHub reads. Neither holds a line number, so that moved lines keep their alerts.
    partialFingerprints: {
      primaryLocationLineHash: `${finding.fingerprint}:${occurrence}`,
      'pgairlock/v1': finding.fingerprint,
    },
    ...(finding.fix !== undefined && source !== undefined && { fixes: [toFix(finding, finding.fix, source, cwd)] }),
    // Either all results of a run say whether they are suppressed, or none does.
    suppressions: finding.suppressed ? [toSuppression(finding)] : [],
    properties: toProperties(finding),
  };
}

const toMessageText = ({ message, effect, workaround }: Finding): string =>
  [message, effect, workaround && `Instead:\n${workaround}`].filter((part) => part !== '').join('\n\n');

function toFix(finding: Finding, edits: NonNullable<Finding['fix']>, source: string, cwd: string) {
  const toRegion = createRegions(source);
  return {
    description: { text: `Fix ${finding.ruleId}` },
    artifactChanges: [
      {
        artifactLocation: toArtifactLocation(finding.path, cwd),
        replacements: edits.map(({ span, text }) => ({
          deletedRegion: toRegion(span),
          insertedContent: { text },
        })),
      },
    ],
  };
}

const toSuppression = ({ suppressionReason, suppressedBy }: Finding) => ({
  kind: suppressedBy === 'baseline' ? 'external' : 'inSource',
  ...(suppressionReason !== undefined && { justification: suppressionReason }),
});

const toProperties = ({ category, direction, statement, locks, rewrites, scans }: Finding) => ({
  category,
  direction,
  ...(statement !== undefined && { statement }),
  ...(locks.length > 0 && { locks: locks.map(({ relation, mode }) => `${mode} on ${relation}`) }),
  ...(rewrites.length > 0 && { rewrites }),
  ...(scans.length > 0 && { scans }),
});
