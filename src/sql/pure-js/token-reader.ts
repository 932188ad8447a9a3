import type { WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { decodedTokens, type Token, Unreadable } from './tokens.js';

/** Words that cannot be a name without quotes, so that a reader does not take a clause for one. */
const reservedWords = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog ' +
    'current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except ' +
    'false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime localtimestamp ' +
    'not null offset on only or order placing primary references returning select session_user some symmetric table then to ' +
    'trailing true union unique user using variadic when where window with'
  ).split(' '),
);

/** Reads one statement's tokens from left to right. Whatever does not fit throws `Unreadable`. */
export class TokenReader {
  readonly text: string;
  readonly span: Span;
  /** Read as far as somebody looked: a type or an option may be read from the head of a long text. */
  readonly #tokens: Token[] = [];
  readonly #source: Generator<Token, undefined>;
  #index = 0;

  constructor(text: string, span: Span) {
    this.text = text;
    this.span = span;
    this.#source = decodedTokens(text, span.start, span.end);
  }

  peek(ahead = 0): Token | undefined {
    const index = this.#index + ahead;
    while (this.#tokens.length <= index) {
      const { value } = this.#source.next();
      if (value === undefined) return undefined;
      this.#tokens.push(value);
    }
    return this.#tokens[index];
  }

  get done(): boolean {
    return this.peek() === undefined;
  }

  /** Where the next token begins; the statement's end after the last. */
  get position(): number {
    return this.peek()?.start ?? this.end;
  }

  /** Where the last token read ended. */
  get end(): number {
    return this.#tokens[this.#index - 1]?.end ?? this.span.start;
  }

  spanFrom(start: number): Span {
    return { start, end: this.end };
  }

  next(): Token {
    const token = this.peek();
    if (token === undefined) throw new Unreadable('unexpected end');
    this.#index += 1;
    return token;
  }

  /** The next tokens are these keywords or signs. */
  at(...written: readonly string[]): boolean {
    return written.every((text, ahead) => isWritten(this.peek(ahead), text));
  }

  /** Reads these keywords or signs if they come next. */
  take(...written: readonly string[]): boolean {
    if (!this.at(...written)) return false;
    this.#index += written.length;
    return true;
  }

  expect(...written: readonly string[]): void {
    if (!this.take(...written)) throw new Unreadable(`expected ${written.join(' ')}`);
  }

  expectThat(holds: (reader: TokenReader) => boolean): void {
    if (!holds(this)) throw new Unreadable('expected something else');
  }

  /** The first of the phrases (words parted by blanks) that comes next, read. */
  takeOneOf<Phrase extends string>(phrases: readonly Phrase[]): Phrase | undefined {
    return phrases.find((phrase) => this.take(...phrase.split(' ')));
  }

  expectOneOf<Phrase extends string>(phrases: readonly Phrase[]): Phrase {
    const phrase = this.takeOneOf(phrases);
    if (phrase === undefined) throw new Unreadable(`expected one of ${phrases.join(', ')}`);
    return phrase;
  }

  expectDone(): void {
    if (!this.done) throw new Unreadable(`unexpected ${this.peek()?.text}`);
  }

  atName(): boolean {
    const token = this.peek();
    return token?.kind === 'quoted' || (token?.kind === 'word' && !reservedWords.has(token.text));
  }

  name(): string {
    if (!this.atName()) throw new Unreadable('expected a name');
    return this.next().text;
  }

  qualifiedName(): WrittenName {
    const first = this.name();
    if (!this.take('.')) return { name: first };
    const second = this.namePart();
    if (this.at('.')) throw new Unreadable('name with a database');
    return { schema: first, name: second };
  }

  /** After a dot any keyword is a name. */
  namePart(): string {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw new Unreadable('expected a name');
    return token.text;
  }

  string(): string {
    const token = this.next();
    if (token.kind !== 'string' || !isPlainString(token)) throw new Unreadable('expected a plain string');
    return token.text;
  }

  list<Item>(read: () => Item): readonly Item[] {
    const items = [read()];
    while (this.take(',')) items.push(read());
    return items;
  }

  parenthesised<Result>(read: () => Result): Result {
    this.expect('(');
    const result = read();
    this.expect(')');
    return result;
  }

  /** Goes on to the first token outside of parentheses that fulfils `stop`, or to the end. */
  skipUntil(stop: (token: Token, ahead: Token | undefined) => boolean): Span {
    const start = this.position;
    let depth = 0;
    for (let token = this.peek(); token; this.#index += 1, token = this.peek()) {
      if (depth === 0 && (stop(token, this.peek(1)) || isWritten(token, ')') || isWritten(token, ']'))) break;
      if (isWritten(token, '(') || isWritten(token, '[')) depth += 1;
      if (isWritten(token, ')') || isWritten(token, ']')) depth -= 1;
    }
    return this.spanFrom(start);
  }

  /** Reads from `(` to its `)` and gives what stands between them. */
  skipParentheses(): Span {
    this.expect('(');
    const inner = this.skipUntil(() => false);
    this.expect(')');
    return inner;
  }

  /** Tries a way of reading; what it threw away is unread again. */
  attempt<Result>(read: () => Result): Result | undefined {
    const before = this.#index;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.#index = before;
      return undefined;
    }
  }
}

/** A string whose text between the quotes needs no decoding but for doubled quotes. */
export const isPlainString = (token: Token): boolean =>
  token.prefix === '' || token.prefix.startsWith('$') || (token.prefix === 'e' && !token.text.includes('\\'));

export const isWritten = (token: Token | undefined, text: string): boolean =>
  token !== undefined && token.text === text && token.kind !== 'quoted' && token.kind !== 'string';
