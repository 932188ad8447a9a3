import { counted } from '../core/counted.js';
import type { FileReport, Report, Reporter } from '../core/report.js';
import { allFindings } from './finding-order.js';
import { createOccurrences } from './occurrences.js';
import { rootId, toArtifactLocation } from './sarif-location.js';
import { toResult } from './sarif-result.js';
import { toRuleDescriptor } from './sarif-rule.js';

/**
 * SARIF 2.1.0, as GitHub code scanning and the SARIF viewers read it.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif: Reporter = (report, { cwd }) => {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: toDriver(report) },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.files.flatMap((file) => toNotifications(file, cwd)),
          },
        ],
        originalUriBaseIds: { [rootId]: { description: { text: 'The folder that pgairlock ran in.' } } },
        columnKind: 'utf16CodeUnits',
        artifacts: report.files.map(({ path }) => ({
          location: toArtifactLocation(path, cwd),
          roles: ['analysisTarget'],
          sourceLanguage: 'sql',
        })),
        results: toResults(report, cwd),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

const toDriver = ({ tool, rules }: Report) => ({
  name: tool.name,
  version: tool.version,
  semanticVersion: tool.version,
  rules: rules.map(toRuleDescriptor),
});

function toResults(report: Report, cwd: string) {
  const ruleIndexes = new Map(report.rules.map(({ id }, at) => [id, at]));
  const sources = new Map(report.files.map(({ path, source }) => [path, source]));
  const occurrenceOf = createOccurrences();
  return allFindings(report).map((finding) =>
    toResult(finding, { cwd, ruleIndexes, sources, occurrence: occurrenceOf(finding) }),
  );
}

/** Statements that no rule could look into. */
function toNotifications({ path, unanalysed, unanalysedLines = [] }: FileReport, cwd: string) {
  if (unanalysed === 0) return [];
  const artifactLocation = toArtifactLocation(path, cwd);
  const places = unanalysedLines.map((startLine) => ({
    physicalLocation: { artifactLocation, region: { startLine } },
  }));
  return [
    {
      level: 'note',
      message: { text: `${counted(unanalysed, 'statement')} could not be analysed.` },
      locations: places.length > 0 ? places : [{ physicalLocation: { artifactLocation } }],
    },
  ];
}
