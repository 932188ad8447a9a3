export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** The fewest lines to take out and to put in that make `after` of `before`, by the longest common subsequence. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const lengths = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [text, other] = [old[i], now[j]];
    if (text !== undefined && text === other) {
      lines.push({ sign: ' ', text });
      i += 1;
      j += 1;
    } else if (text !== undefined && (other === undefined || at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      lines.push({ sign: '-', text });
      i += 1;
    } else if (other !== undefined) {
      lines.push({ sign: '+', text: other });
      j += 1;
    }
  }
  return lines;
}

/** How many lines the rests from `i` and from `j` on have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const lengths: number[][] = [];
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row: number[] = [];
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === now[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), row[j + 1] ?? 0);
    }
    lengths[i] = row;
  }
  return lengths;
}

const at = (lengths: readonly (readonly number[])[], i: number, j: number): number => lengths[i]?.[j] ?? 0;

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
