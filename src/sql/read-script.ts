import type { Span } from '../core/span.js';
import { lex } from './lexer.js';
import type { ParsedStatement, Parser } from './parser.js';
import type { Script, SyntaxProblem } from './script.js';

interface Parsed {
  readonly statements: readonly ParsedStatement[];
  readonly problems: readonly SyntaxProblem[];
}

/** Reads a text as SQL. It never throws for bad SQL: a statement that cannot be parsed is a problem, the others are read. */
export function readScript(text: string, parser: Parser): Script {
  const { text: sql, statements, comments, metaCommands } = lex(text);
  const parsed = parseWhole(sql, statements, parser) ?? parseEach(sql, statements, parser);
  return {
    text: sql,
    statements: parsed.statements.map((statement, index) => ({ index, ...statement })),
    problems: [...nulProblem(text), ...parsed.problems],
    comments,
    metaCommands,
  };
}

const isClean = (sql: string, { start, end }: Span): boolean => !sql.slice(start, end).includes('\0');

/** All statements in one go; `undefined` where any of them has a problem. */
function parseWhole(sql: string, statements: readonly Span[], parser: Parser): Parsed | undefined {
  const first = statements[0];
  const last = statements.at(-1);
  if (!first || !last) return { statements: [], problems: [] };
  if (sql.includes('\0')) return undefined;
  const outcome = parser.parse(sql, first.start, last.end);
  return outcome.ok ? { statements: outcome.statements, problems: [] } : undefined;
}

/** One by one, so that an error costs one statement. */
function parseEach(sql: string, statements: readonly Span[], parser: Parser): Parsed {
  const parsed: ParsedStatement[] = [];
  const problems: SyntaxProblem[] = [];
  for (const { start, end } of statements.filter((span) => isClean(sql, span))) {
    const outcome = parser.parse(sql, start, end);
    if (outcome.ok) parsed.push(...outcome.statements);
    else problems.push({ message: outcome.message, span: outcome.span });
  }
  return { statements: parsed, problems };
}

/** No server takes a text with a NUL in it; one problem at the first says so for all of them. */
function nulProblem(text: string): readonly SyntaxProblem[] {
  const start = text.indexOf('\0');
  if (start < 0) return [];
  return [{ message: 'invalid byte sequence for encoding "UTF8": 0x00', span: { start, end: start + 1 } }];
}
