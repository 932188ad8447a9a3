import { displayWidth } from './display-width.js';
import { withoutControls } from './plain-text.js';

export interface TextLine {
  readonly text: string;
  /** SQL, to be copied as it is: never wrapped. */
  readonly code: boolean;
}

/**
 * Lays out a message or a workaround in `width` columns. Fences are taken away, what they hold stays as it is; other
 * lines keep their breaks and are wrapped between words, list items with a hanging indent.
 */
export function layOut(text: string, width: number): readonly TextLine[] {
  const lines = withoutControls(text).trim().split('\n');
  if (isBareSql(lines)) return lines.map((line) => ({ text: line, code: true }));
  let code = false;
  return lines.flatMap((line): readonly TextLine[] => {
    if (line.trimStart().startsWith('```')) {
      code = !code;
      return [];
    }
    return code ? [{ text: line, code }] : wrapLine(line, width).map((part) => ({ text: part, code: false }));
  });
}

/** A workaround may be SQL alone, without a fence; wrapping would cut its comments. */
const isBareSql = (lines: readonly string[]): boolean =>
  !lines.some((line) => line.trimStart().startsWith('```')) && lines.some((line) => /;[ \t]*(--.*)?$/.test(line));

/** Breaks one line between words; a word that is wider than `width` stays whole. */
export function wrapLine(line: string, width: number): readonly string[] {
  const [indent = ''] = /^\s*(?:[-*] |\d+\. )?/.exec(line) ?? [];
  const hanging = ' '.repeat(indent.length);
  const lines: string[] = [];
  let current = indent;
  let isEmpty = true;
  for (const word of line.slice(indent.length).split(/\s+/)) {
    if (!isEmpty && displayWidth(current) + 1 + displayWidth(word) > width) {
      lines.push(current);
      current = hanging;
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
}
