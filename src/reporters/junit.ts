import type { FileReport, Finding, Reporter } from '../core/report.js';
import { liveFindings } from './finding-order.js';
import { onOneLine, withoutControls } from './plain-text.js';
import { toReportPath } from './report-path.js';

/**
 * JUnit XML: a suite a file, a case a finding. Errors are failures; warnings and infos pass and say their message, as a
 * migration with them may be applied. A file without findings is a case that passes.
 * @see https://github.com/testmoapp/junitxml
 */
export const junit: Reporter = (report, { cwd }) => {
  const suites = [
    ...report.files.map((file) => toSuite(toReportPath(file.path, cwd), file.findings)),
    ...(report.project.length > 0 ? [toSuite('The history as a whole', report.project)] : []),
  ];
  const counts = `tests="${sum(suites, 'tests')}" failures="${sum(suites, 'failures')}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${report.tool.name}" ${counts}>`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
};

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly lines: readonly string[];
}

const sum = (suites: readonly Suite[], key: 'tests' | 'failures'): number =>
  suites.reduce((total, suite) => total + suite[key], 0);

function toSuite(title: string, findings: FileReport['findings']): Suite {
  const live = liveFindings(findings);
  const name = inAttribute(title);
  const cases =
    live.length === 0 ? [`    <testcase classname="${name}" name="clean"/>`] : live.flatMap((one) => toCase(one, name));
  const failures = live.filter(({ severity }) => severity === 'error').length;
  const tests = Math.max(1, live.length);
  return {
    tests,
    failures,
    lines: [
      `  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="0">`,
      ...cases,
      '  </testsuite>',
    ],
  };
}

function toCase(finding: Finding, suite: string): readonly string[] {
  const { ruleId, severity, message, line, column } = finding;
  const place = `${ruleId} (${line}:${column})`;
  const [open, close] =
    severity === 'error'
      ? [`<failure message="${inAttribute(message)}" type="${ruleId}">`, '</failure>']
      : ['<system-out>', '</system-out>'];
  return [
    `    <testcase classname="${suite}" name="${inAttribute(place)}">`,
    `      ${open}${inText(details(finding))}${close}`,
    '    </testcase>',
  ];
}

const details = ({ severity, message, effect, workaround, url }: Finding): string =>
  [`${severity}: ${message}`, effect, workaround && `Instead:\n${workaround}`, url]
    .filter((part) => part !== '')
    .join('\n\n');

const inText = (text: string): string =>
  withoutControls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const inAttribute = (text: string): string => inText(onOneLine(text)).replaceAll('"', '&quot;');
