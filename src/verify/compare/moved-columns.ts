import { diffLines } from './line-diff.js';

/** The fewest columns whose place among those that both tables have is another. Takes values of `column order`. */
export function movedColumns(before: string, after: string): readonly string[] {
  const [one, other] = [before.split(', '), after.split(', ')];
  const shared = (names: readonly string[], others: readonly string[]): string =>
    names.filter((name) => others.includes(name)).join('\n');
  return diffLines(shared(one, other), shared(other, one))
    .filter(({ sign, text }) => sign === '+' && text !== '')
    .map(({ text }) => text);
}
