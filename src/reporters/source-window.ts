import { characterWidth } from './display-width.js';

/** The part of a source line that fits the terminal, and where an offset of the line stands in it. */
export interface SourceWindow {
  readonly text: string;
  /** Column from 0 of a UTF-16 offset into the line; offsets outside the window are moved to its edge. */
  columnOf(offset: number): number;
}

const tab = '    ';

/**
 * Cuts a line to `width` columns so that the character at `focus` is inside, with `…` where something is left out.
 * Tabs become spaces; other control characters must be gone from the line.
 */
export function windowOf(line: string, focus: number, width: number): SourceWindow {
  const start = startOf(line, focus, width);
  const lead = start > 0 ? '…' : '';
  const columns = new Map<number, number>();
  let text = lead;
  let column = lead.length;
  let offset = start;
  for (const character of line.slice(start, start + width * 2)) {
    const shown = character === '\t' ? tab : character;
    const next = column + (character === '\t' ? tab.length : characterWidth(character));
    const isLast = offset + character.length >= line.length;
    if (next > (isLast ? width : width - 1)) break;
    columns.set(offset, column);
    text += shown;
    column = next;
    offset += character.length;
  }
  const end = offset;
  return {
    text: end < line.length ? `${text}…` : text,
    columnOf: (asked) => (asked < start ? 0 : asked >= end ? column : (columns.get(asked) ?? column)),
  };
}

/** A quarter of the window is left before the focus, where the line does not fit as a whole. */
function startOf(line: string, focus: number, width: number): number {
  const reach = focus + Math.floor(width / 2);
  if (line.length <= width || reach <= width) return 0;
  return Math.max(0, focus - Math.floor(width / 4));
}
