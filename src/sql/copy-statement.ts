import { isWord, type Token } from './tokens.js';

/**
 * Watches the tokens of one statement for COPY table FROM stdin, whose rows follow the statement. The grammar takes
 * `stdout` for the same; COPY (query) FROM is an error, and no rows follow it.
 */
export interface CopyDetector {
  see(token: Token): void;
  readonly readsRows: boolean;
  reset(): void;
}

export function copyDetector(text: string): CopyDetector {
  let seen = 0;
  let isCopy = false;
  let brackets = 0;
  let afterFrom = false;
  let readsRows = false;

  return {
    see(token) {
      seen += 1;
      if (seen === 1) isCopy = isWord(text, token, 'copy');
      if (seen === 2 && text[token.start] === '(') isCopy = false;
      if (!isCopy) return;
      if (token.kind === 'punctuation' && text[token.start] === '(') brackets += 1;
      if (token.kind === 'punctuation' && text[token.start] === ')') brackets -= 1;
      if (brackets > 0) return;
      if (afterFrom && isWord(text, token, 'stdin', 'stdout')) readsRows = true;
      afterFrom = isWord(text, token, 'from');
    },
    get readsRows() {
      return readsRows;
    },
    reset() {
      seen = 0;
      isCopy = false;
      brackets = 0;
      afterFrom = false;
      readsRows = false;
    },
  };
}
