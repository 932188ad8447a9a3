/** How many lines that did not change stand around a change. */
const context = 3;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * The lines that differ, as `diff -u` prints them; empty where none does.
 * @param name of both files, as it is shown
 */
export function unifiedDiff(before: string, after: string, name: string): string {
  const lines = compare(linesOf(before), linesOf(after));
  const hunks = toHunks(lines);
  return hunks.length === 0 ? '' : [`--- a/${name}`, `+++ b/${name}`, ...hunks, ''].join('\n');
}

/** The newline at the end ends a line and begins none. */
const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** What both files begin and end with is found first, since most of a file is the same. */
function compare(old: readonly string[], now: readonly string[]): readonly Line[] {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return [
    ...old.slice(0, start).map(kept),
    ...editPath(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map(kept),
  ];
}

const kept = (text: string): Line => ({ sign: ' ', text });

/**
 * The fewest lines to take out and put in.
 * @see https://doi.org/10.1007/BF01840446 Myers, An O(ND) difference algorithm and its variations
 */
function editPath(old: readonly string[], now: readonly string[]): readonly Line[] {
  const most = old.length + now.length;
  let furthest: ReadonlyMap<number, number> = new Map([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(furthest);
    const next = new Map(furthest);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = goesDown(furthest, diagonal, edits)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return walkBack(trace, old, now);
    }
    furthest = next;
  }
  return [];
}

const goesDown = (furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean =>
  diagonal === -edits ||
  (diagonal !== edits && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  old: readonly string[],
  now: readonly string[],
): readonly Line[] {
  const lines: Line[] = [];
  let [x, y] = [old.length, now.length];
  for (const [edits, furthest] of [...trace.entries()].toReversed()) {
    const diagonal = x - y;
    const from = goesDown(furthest, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const fromX = furthest.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      lines.push(kept(old[x - 1] ?? ''));
      x -= 1;
      y -= 1;
    }
    if (edits === 0) break;
    lines.push(x === fromX ? { sign: '+', text: now[y - 1] ?? '' } : { sign: '-', text: old[x - 1] ?? '' });
    [x, y] = [fromX, fromY];
  }
  return lines.toReversed();
}

function toHunks(lines: readonly Line[]): readonly string[] {
  const near = (at: number): boolean =>
    lines.slice(Math.max(0, at - context), at + context + 1).some(({ sign }) => sign !== ' ');
  const hunks: string[] = [];
  let [oldLine, newLine] = [1, 1];
  let hunk: Line[] = [];
  const close = (): void => {
    if (hunk.length === 0) return;
    const [olds, news] = [countOf(hunk, '+'), countOf(hunk, '-')];
    hunks.push(`@@ -${range(oldLine - olds, olds)} +${range(newLine - news, news)} @@`);
    hunks.push(...hunk.map(({ sign, text }) => `${sign}${text}`));
    hunk = [];
  };
  for (const [at, line] of lines.entries()) {
    if (near(at)) hunk.push(line);
    else close();
    if (line.sign !== '+') oldLine += 1;
    if (line.sign !== '-') newLine += 1;
  }
  close();
  return hunks;
}

const countOf = (hunk: readonly Line[], without: Line['sign']): number =>
  hunk.filter(({ sign }) => sign !== without).length;

/** An empty range stands before its line. */
const range = (start: number, length: number): string =>
  length === 1 ? `${start}` : `${length === 0 ? start - 1 : start},${length}`;
