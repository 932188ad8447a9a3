import type { Span } from '../core/span.js';
import { copyDetector } from './copy-statement.js';
import { nextLine, type PsqlCommand, readCopyRows, readPsqlCommand } from './psql.js';
import type { Comment, MetaCommand } from './script.js';
import { createBoundaryTracker } from './statement-boundary.js';
import { isComment, readToken, type Token } from './tokens.js';

/** A text cut into statements, without a parser. */
export interface Lexed {
  /**
   * As long as the text read, with psql lines, COPY data and a byte-order mark blanked by spaces, newlines kept. A psql
   * command that sends a statement (`\gexec`) leaves a semicolon in its place.
   */
  readonly text: string;
  /** Without the semicolon, and without the white space and comments around them. Empty statements are left out. */
  readonly statements: readonly Span[];
  readonly comments: readonly Comment[];
  readonly metaCommands: readonly MetaCommand[];
}

/** Cuts a text into statements in one pass over it. It never fails: what is not closed runs to the end of the text. */
export function lex(text: string): Lexed {
  const lexing = new Lexing(text);
  lexing.run();
  return lexing.result();
}

class Lexing {
  readonly #text: string;
  readonly #statements: Span[] = [];
  readonly #comments: Comment[] = [];
  readonly #metaCommands: MetaCommand[] = [];
  /** Kept pieces and blanks of the text, up to `#copied`. */
  readonly #output: string[] = [];
  #copied = 0;
  #current: { start: number; end: number } | undefined;
  readonly #boundary;
  readonly #copy;
  /** COPY … FROM stdin statements whose rows begin at the next line. */
  #rowsDue = 0;
  #lineOfRows = 0;
  /** No `\.` line follows any more. */
  #noMoreRows = false;

  constructor(text: string) {
    this.#text = text;
    this.#boundary = createBoundaryTracker(text);
    this.#copy = copyDetector(text);
  }

  run(): void {
    let at = this.#text.startsWith('\uFEFF') ? this.#blank({ start: 0, end: 1 }) : 0;
    for (let token = this.#next(at); token; token = this.#next(at)) at = this.#take(token);
    this.#endStatement();
  }

  result(): Lexed {
    const text = this.#copied === 0 ? this.#text : [...this.#output, this.#text.slice(this.#copied)].join('');
    return { text, statements: this.#statements, comments: this.#comments, metaCommands: this.#metaCommands };
  }

  /** The next token, with the rows of a COPY before it skipped. */
  #next(at: number): Token | undefined {
    const token = readToken(this.#text, at);
    if (this.#rowsDue === 0 || !token || token.start < this.#lineOfRows) return token;
    return readToken(this.#text, this.#skipRows());
  }

  #skipRows(): number {
    let at = this.#lineOfRows;
    for (; this.#rowsDue > 0; this.#rowsDue -= 1) {
      const rows = this.#noMoreRows ? undefined : readCopyRows(this.#text, at);
      this.#noMoreRows = !rows;
      if (!rows) break;
      if (rows.end > rows.start) this.#metaCommands.push({ span: rows, command: 'copy-data' });
      at = nextLine(this.#text, this.#blank(rows));
    }
    this.#rowsDue = 0;
    return at;
  }

  #take(token: Token): number {
    if (isComment(token)) {
      this.#comments.push(toComment(this.#text, token));
      return token.end;
    }
    const command = token.kind === 'backslash' ? readPsqlCommand(this.#text, token.start) : undefined;
    if (command) return this.#takeCommand(command);
    if (this.#text[token.start] === ';' && this.#boundary.atTop) this.#send(token.end);
    else this.#grow(token);
    return token.end;
  }

  #grow(token: Token): void {
    this.#boundary.see(token);
    this.#copy.see(token);
    if (this.#current) this.#current.end = token.end;
    else this.#current = { start: token.start, end: token.end };
  }

  #send(at: number): void {
    if (this.#copy.readsRows) this.#expectRows(at);
    this.#endStatement();
  }

  #expectRows(at: number): void {
    if (this.#rowsDue === 0) this.#lineOfRows = nextLine(this.#text, at);
    this.#rowsDue += 1;
  }

  #endStatement(): void {
    if (this.#current) this.#statements.push(this.#current);
    this.#current = undefined;
    this.#boundary.reset();
    this.#copy.reset();
  }

  #takeCommand(command: PsqlCommand): number {
    const { start, end } = command;
    this.#metaCommands.push({ span: { start, end }, command: command.command });
    this.#blank(command, command.sends && this.#current ? ';' : '');
    if (command.readsRows) this.#expectRows(end);
    if (command.sends) this.#send(end);
    return end;
  }

  /** Puts `lead` and spaces in place of a span; gives its end. */
  #blank({ start, end }: Span, lead = ''): number {
    const rest = this.#text.slice(start + lead.length, end).replace(/[^\n\r]/g, ' ');
    this.#output.push(this.#text.slice(this.#copied, start), lead, rest);
    this.#copied = end;
    return end;
  }
}

function toComment(text: string, { kind, start, end, terminated }: Token): Comment {
  const isLine = kind === 'lineComment';
  const inside = text.slice(start + 2, isLine || !terminated ? end : end - 2);
  return { span: { start, end }, text: inside.trim(), form: isLine ? 'line' : 'block' };
}
