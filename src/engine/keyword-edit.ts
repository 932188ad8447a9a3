import type { Edit } from '../core/edit.js';

/** Inserts a keyword after the one that ends at `offset`, in that one's letter case. */
export function insertKeyword(text: string, offset: number, keyword: string): readonly Edit[] {
  const before = text.charAt(offset - 1);
  const isLower = before !== before.toUpperCase();
  return [{ span: { start: offset, end: offset }, text: ` ${isLower ? keyword.toLowerCase() : keyword}` }];
}
