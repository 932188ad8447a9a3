import { isWord, type Token } from './tokens.js';

/**
 * Tells which semicolons end a statement. Those between `BEGIN ATOMIC` and its `END` do not, nor those in the brackets of
 * `CREATE RULE … DO (…; …)`. Feed it every token of the text that is no comment.
 */
export interface BoundaryTracker {
  see(token: Token): void;
  /** A semicolon seen now ends the statement. */
  readonly atTop: boolean;
  /** Begins the next statement. */
  reset(): void;
}

type Form = 'undecided' | 'plain' | 'routine' | 'rule';

export function createBoundaryTracker(text: string): BoundaryTracker {
  let form: Form = 'undecided';
  let seen = 0;
  let afterBegin = false;
  let blocks = 0;
  let brackets = 0;

  function decide(token: Token): void {
    seen += 1;
    if (seen === 1) form = isWord(text, token, 'create') ? 'undecided' : 'plain';
    else if (isWord(text, token, 'function', 'procedure')) form = 'routine';
    else if (isWord(text, token, 'rule')) form = 'rule';
    else if (!isWord(text, token, 'or', 'replace')) form = 'plain';
  }

  function seeInRoutine(token: Token): void {
    if (blocks === 0) {
      if (afterBegin && isWord(text, token, 'atomic')) blocks = 1;
      afterBegin = isWord(text, token, 'begin');
    } else if (isWord(text, token, 'case')) blocks += 1;
    else if (isWord(text, token, 'end')) blocks -= 1;
  }

  function seeInRule(token: Token): void {
    if (text[token.start] === '(' && token.kind === 'punctuation') brackets += 1;
    if (text[token.start] === ')' && token.kind === 'punctuation') brackets -= 1;
  }

  return {
    see(token) {
      if (form === 'undecided') decide(token);
      else if (form === 'routine') seeInRoutine(token);
      else if (form === 'rule') seeInRule(token);
    },
    get atTop() {
      return blocks === 0 && brackets <= 0;
    },
    reset() {
      form = 'undecided';
      seen = 0;
      afterBegin = false;
      blocks = 0;
      brackets = 0;
    },
  };
}
