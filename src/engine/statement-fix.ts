import type { Edit } from '../core/edit.js';
import type { Span } from '../core/span.js';
import { lex } from '../sql/lexer.js';

/** The span is a statement of the text, and none that stands inside of another (in a DO block, in EXECUTE). */
export const isStatement = (text: string, { start, end }: Span): boolean =>
  lex(text).statements.some((statement) => statement.start === start && statement.end === end);

/** Puts another statement, which ends with a semicolon, right after one; nothing where that one stands inside of another. */
export const statementFix = (text: string, span: Span, next: string): readonly Edit[] | undefined =>
  isStatement(text, span)
    ? [{ span: { start: span.end, end: span.end }, text: `;\n${next.replace(/;$/, '')}` }]
    : undefined;
