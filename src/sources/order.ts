import type { MigrationName } from './migration-name.js';

type Order = (a: MigrationName, b: MigrationName) => number;

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/** Whole numbers of any length. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [withoutZeros(a), withoutZeros(b)];
  return left.length - right.length || byText(left, right);
}

/** `2` before `10`. */
export const byNumber: Order = (a, b) => compareNumbers(a.version, b.version) || byText(a.id, b.id);

/** `10` before `2`: the whole name as text. */
export const byName: Order = (a, b) => byText(a.id, b.id);

/** Part by part: `1.2` before `1.10`. */
export function compareParts(a: string, b: string): number {
  const [left, right] = [a.split(/[._]/), b.split(/[._]/)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = compareNumbers(left[at] || '0', right[at] || '0');
    if (difference !== 0) return difference;
  }
  return 0;
}
