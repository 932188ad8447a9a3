import { diffArrays } from 'diff';

export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The fewest lines to take out and to put in that make `after` of `before`. */
export const diffLines = (before: string, after: string): readonly DiffLine[] =>
  diffArrays(before.split('\n'), after.split('\n')).flatMap(({ value, added, removed }) => {
    const sign = added ? '+' : removed ? '-' : ' ';
    return value.map((text) => ({ sign, text }));
  });

const context = 2;

/** The changed lines with two lines around them; `…` for what is left out. */
export function nearChanges(lines: readonly DiffLine[]): readonly string[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' ');
  return lines.flatMap(({ sign, text }, index) => {
    if (isNear(index)) return [`${sign} ${text}`];
    return index === 0 || isNear(index - 1) ? ['…'] : [];
  });
}
