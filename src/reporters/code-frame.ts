import { windowOf } from './source-window.js';

/** A place in a source text. Lines and columns count from 1, columns in UTF-16 units; `endColumn` is the one after. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Stands behind the carets. */
  readonly label: string;
  readonly paint: (text: string) => string;
}

export interface FrameStyle {
  /** Terminal columns. */
  readonly width: number;
  readonly dim: (text: string) => string;
}

/** Of a clause of many lines, this many are shown. */
const linesShown = 5;

/** Source lines around the marks, each mark underlined on the line where it begins. */
export function renderFrame(lines: readonly string[], marks: readonly Mark[], style: FrameStyle): readonly string[] {
  const shown = linesOf(lines, marks);
  const gutter = String(shown.at(-1) ?? 1).length;
  const gap = `  ${' '.repeat(gutter)} ${style.dim('⋮')}`;
  const output: string[] = [];
  let previous: number | undefined;
  for (const number of shown) {
    if (previous !== undefined && number > previous + 1) output.push(gap);
    output.push(...renderLine(number, lines[number - 1] ?? '', marks, gutter, style));
    previous = number;
  }
  const isCut = marks.some(({ endLine }) => endLine > (previous ?? endLine));
  return isCut ? [...output, gap] : output;
}

/** The marked lines, and one line before and after each mark unless it is blank. */
function linesOf(lines: readonly string[], marks: readonly Mark[]): readonly number[] {
  const isText = (number: number): boolean => (lines[number - 1] ?? '').trim() !== '';
  const numbers = marks.flatMap(({ line, endLine }) => {
    const last = Math.min(endLine, line + linesShown - 1);
    const marked = Array.from({ length: last - line + 1 }, (_, at) => line + at);
    const after = last === endLine ? [last + 1] : [];
    return [...marked, ...[line - 1, ...after].filter(isText)];
  });
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

function renderLine(
  number: number,
  source: string,
  marks: readonly Mark[],
  gutter: number,
  { width, dim }: FrameStyle,
): readonly string[] {
  const starting = marks.filter(({ line }) => line === number);
  const isMarked = marks.some(({ line, endLine }) => line <= number && number <= endLine);
  const line = source.trimEnd();
  const window = windowOf(line, (starting[0]?.column ?? 1) - 1, width - gutter - 5);
  const head = `${isMarked ? '>' : ' '} ${String(number).padStart(gutter)}`;
  const bar = dim('│');
  const carets = starting.map((mark) => {
    const from = window.columnOf(mark.column - 1);
    const to = window.columnOf(mark.endLine === number ? mark.endColumn - 1 : line.length);
    const underline = '^'.repeat(Math.max(1, to - from));
    const label = mark.label === '' ? '' : ` ${mark.label}`;
    return `  ${' '.repeat(gutter)} ${bar} ${' '.repeat(from)}${mark.paint(underline + label)}`;
  });
  return [`${isMarked ? head : dim(head)} ${bar} ${window.text}`.trimEnd(), ...carets];
}
