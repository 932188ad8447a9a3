import type pc from 'picocolors';
import { groupBy, type NonEmpty } from '../core/group-by.js';
import { listText } from '../core/list-text.js';
import { lockModes } from '../core/lock-mode.js';
import type { Finding, FollowUps } from '../core/report.js';
import type { Severity } from '../core/severity.js';
import { type Mark, renderFrame } from './code-frame.js';
import { withoutControls } from './plain-text.js';
import { toReportPath } from './report-path.js';
import { layOut } from './wrap-text.js';

export type Colors = ReturnType<typeof pc.createColors>;

/** The line of an earlier finding of the file that said the same under the same rule; absent where none did. */
export interface Repeats {
  readonly effect: number | undefined;
  readonly workaround: number | undefined;
}

export interface PrettyStyle {
  readonly colors: Colors;
  readonly cwd: string;
  /** Terminal columns, never so few that nothing fits. */
  readonly width: number;
  readonly followUps: FollowUps;
}

const labelWidth = 9;
const bodyIndent = 4;
/** Prose that is wider is hard to read. */
const widestProse = 100;

export const severityColor = (colors: Colors, severity: Severity) =>
  ({ error: colors.red, warning: colors.yellow, info: colors.blue })[severity];

/**
 * One frame for the findings about one statement, in order of place, then each of them. `lines` are the file's; none where
 * its text is not known.
 */
export function renderStatement(
  findings: NonEmpty<Finding>,
  lines: readonly string[] | undefined,
  repeatsOf: (finding: Finding) => Repeats,
  style: PrettyStyle,
): readonly string[] {
  const frameStyle = { width: style.width - 2, dim: style.colors.dim };
  const frame = lines === undefined ? [] : renderFrame(lines, toMarks(findings, style), frameStyle);
  return [
    ...frame.map((line) => `  ${line}`.trimEnd()),
    ...(frame.length > 0 ? [''] : []),
    ...findings.flatMap((finding) => [...renderFinding(finding, repeatsOf(finding), style), '']),
  ];
}

/** What is said again in one file: its text is given once, so that the file stays readable. */
export function findRepeats(findings: readonly Finding[]): (finding: Finding) => Repeats {
  const firstOf = new Map<string, Finding>();
  const keys = ({ ruleId, effect, workaround }: Finding) =>
    [`${ruleId} effect ${effect}`, `${ruleId} workaround ${workaround}`] as const;
  for (const finding of findings) {
    for (const key of keys(finding)) if (!firstOf.has(key)) firstOf.set(key, finding);
  }
  return (finding) => {
    const [effect, workaround] = keys(finding).map((key) => {
      const first = firstOf.get(key);
      return first === undefined || first === finding ? undefined : first.line;
    });
    return { effect, workaround };
  };
}

/** One mark a place. Its rules are named only where the frame serves more than one finding. */
function toMarks(findings: readonly Finding[], { colors }: PrettyStyle): readonly Mark[] {
  return [...groupBy(findings, ({ span }) => `${span.start}-${span.end}`).values()].map((here) => {
    const { line, column, endLine, endColumn, severity } = here[0];
    const label = findings.length > 1 ? [...new Set(here.map(({ ruleId }) => ruleId))].join(', ') : '';
    return { line, column, endLine, endColumn, label, paint: severityColor(colors, severity) };
  });
}

function renderFinding(finding: Finding, repeats: Repeats, style: PrettyStyle): readonly string[] {
  const { message, effect, workaround, url, path } = finding;
  const lines = layOut(message, proseWidth(style) + labelWidth).map(({ text }) => text);
  const asFor = (line: number): string => (path === '' ? 'As above.' : `As for line ${line}.`);
  return [
    renderHead(finding, style),
    ...lines.map((line) => ' '.repeat(bodyIndent) + style.colors.bold(line)),
    ...renderField('Locks', lockText(finding), style),
    ...renderField('Effect', repeats.effect === undefined ? effect : asFor(repeats.effect), style),
    ...renderField('Instead', repeats.workaround === undefined ? workaround : asFor(repeats.workaround), style),
    ...(repeats.effect === undefined ? renderField('Docs', url, style) : []),
  ];
}

function renderHead({ severity, ruleId, path, line, column, direction, fix }: Finding, style: PrettyStyle): string {
  const { colors, cwd } = style;
  const notes = [direction === 'down' && 'in the down', fix !== undefined && 'fixable'].filter(
    (note) => note !== false,
  );
  const parts = [
    severityColor(colors, severity)(colors.bold(severity)),
    ruleId,
    ...(path === '' ? [] : [colors.dim(`${toReportPath(path, cwd)}:${line}:${column}`)]),
    ...(notes.length > 0 ? [colors.green(`(${notes.join(', ')})`)] : []),
  ];
  return `  ${parts.join('  ')}`;
}

// What they find has nothing to do with the locks of the statement.
const withoutLocks: ReadonlySet<string> = new Set(['schema', 'history']);

/** Strongest mode first; a table with many indexes would fill the screen, so only the first few are named. */
function lockText({ category, locks, rewrites, scans }: Finding): string {
  if (withoutLocks.has(category)) return '';
  return [
    ...lockModes.toReversed().flatMap((mode) => {
      const held = locks.filter((lock) => lock.mode === mode).map(({ relation }) => relation);
      return held.length === 0 ? [] : [`${mode} on ${listText(held, 3)}`];
    }),
    ...rewrites.map((relation) => `rewrites ${relation}`),
    ...scans.map((relation) => `reads all of ${relation}`),
  ].join('; ');
}

/** A label and its text, further lines under the text. Nothing for an empty text. */
function renderField(label: string, text: string, style: PrettyStyle): readonly string[] {
  if (text.trim() === '') return [];
  const { colors } = style;
  return layOut(text, proseWidth(style)).map((line, at) => {
    const head = at === 0 ? label.padEnd(labelWidth) : ' '.repeat(labelWidth);
    const shown = line.code ? colors.cyan(line.text) : line.text;
    return `${' '.repeat(bodyIndent)}${colors.dim(head)}${shown}`.trimEnd();
  });
}

const proseWidth = ({ width }: PrettyStyle): number => Math.min(width, widestProse) - bodyIndent - labelWidth;

/** The text's lines for frames. */
export const sourceLines = (source: string): readonly string[] => withoutControls(source).split('\n');
