import path from 'node:path';
import type { createColors } from 'picocolors';
import type { ActResult } from '../app/run/act-result.js';
import { brokenStep, failureAdvice } from '../app/run/failure-advice.js';
import { renderFrame } from '../reporters/code-frame.js';
import { withoutControls } from '../reporters/plain-text.js';
import { wrapLine } from '../reporters/wrap-text.js';
import type { StepFailure } from '../runner/execute/result.js';
import { describeBlocker } from './describe-blocker.js';

export interface ActStyle {
  readonly colors: ReturnType<typeof createColors>;
  readonly width: number;
  /** Absolute; paths are printed relative to it. */
  readonly cwd: string;
}

/** What went wrong, where, what the database is like now, and what to do. Nothing where no step failed. */
export function renderFailure(result: ActResult, style: ActStyle): readonly string[] {
  const broken = brokenStep(result.results);
  const advice = failureAdvice(result);
  if (broken === undefined || advice === undefined) return [];
  const { colors } = style;
  const { failure, migration } = broken;
  const step = result.steps.find(({ step: one }) => one.migration === migration && one.direction === broken.direction);
  const file = path.relative(style.cwd, path.resolve(style.cwd, step?.step.path ?? ''));
  const place = failure.line === undefined ? file : `${file}:${failingLine(failure)}`;
  const title = broken.outcome === 'unknown' ? `Nobody knows whether ${migration} is done` : `${migration} failed`;
  return [
    '',
    `${colors.bold(colors.red(`✗ ${title}`))}  ${place}`,
    ...renderExcerpt(failure, style),
    '',
    ...labelled(failure.sqlstate, [withoutControls(failure.message)], style),
    ...labelled('Detail', textOf(failure.detail), style),
    ...labelled('Hint', textOf(failure.hint), style),
    ...labelled('Where', textOf(failure.context?.split('\n')[0]), style),
    ...labelled(
      'Blocked',
      (failure.blockers ?? []).map((one) => `by ${describeBlocker(one)}`),
      style,
    ),
    '',
    ...labelled('Now', advice.state, style),
    ...(result.backup?.made ? labelled('Backup', [path.relative(style.cwd, result.backup.path)], style) : []),
    ...labelled('Next', advice.next, style),
  ];
}

const textOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : [withoutControls(text)]);

const labelWidth = 9;

/** Paragraphs behind a label, wrapped. */
export function labelled(label: string, texts: readonly string[], { colors, width }: ActStyle): readonly string[] {
  const lines = texts.flatMap((text) =>
    text.split('\n').flatMap((line) => wrapLine(line, Math.min(width, 100) - labelWidth)),
  );
  return lines.map((line, at) => `${at === 0 ? colors.bold(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${line}`);
}

/** The statement, with the mistake marked where the server says where it is. */
function renderExcerpt(failure: StepFailure, { colors, width }: ActStyle): readonly string[] {
  const { statement, line } = failure;
  if (statement === undefined || line === undefined) return [];
  const text = withoutControls(statement);
  const own = text.split('\n');
  const lines = [...Array<string>(line - 1).fill(''), ...own];
  const style = { width, dim: colors.dim };
  const mark = { label: '', paint: colors.red };
  const at = offsetOf(failure, text);
  if (at === undefined) {
    const endColumn = (own.at(-1)?.length ?? 0) + 1;
    return [
      '',
      ...renderFrame(lines, [{ ...mark, line, column: 1, endLine: line + own.length - 1, endColumn }], style),
    ];
  }
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const [word = ' '] = /^[\w$."]+/.exec(text.slice(at)) ?? [];
  const place = { line: line + before.length - 1, column };
  return [
    '',
    ...renderFrame(lines, [{ ...mark, ...place, endLine: place.line, endColumn: column + word.length }], style),
  ];
}

/** The server counts characters, this text has UTF-16 units. */
const offsetOf = ({ position }: StepFailure, text: string): number | undefined =>
  position === undefined ? undefined : [...text].slice(0, position - 1).join('').length;

function failingLine(failure: StepFailure): number {
  const { line = 1, statement = '' } = failure;
  const at = offsetOf(failure, statement) ?? 0;
  return line + statement.slice(0, at).split('\n').length - 1;
}
