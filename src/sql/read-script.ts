import type { Span } from '../core/span.js';
import { lex } from './lexer.js';
import type { ParsedStatement, Parser } from './parser.js';
import { withoutVariables } from './psql-variables.js';
import type { Comment, MetaCommand, Script, SyntaxProblem } from './script.js';

interface Parsed {
  readonly statements: readonly ParsedStatement[];
  readonly problems: readonly SyntaxProblem[];
  /** psql's variables. */
  readonly variables: readonly MetaCommand[];
}

/** Reads a text as SQL. It never throws for bad SQL: a statement that cannot be parsed is a problem, the others are read. */
export function readScript(text: string, parser: Parser): Script {
  const { text: sql, statements, comments, metaCommands } = lex(text);
  const parsed = parseWhole(sql, statements, parser) ?? parseEach(sql, statements, parser);
  return {
    text: sql,
    statements: parsed.statements.map((statement, index) => ({ index, ...statement })),
    problems: [...nulProblem(text), ...parsed.problems, ...openCommentProblem(sql, comments, parser)],
    comments,
    metaCommands: inOrder([...metaCommands, ...parsed.variables]),
  };
}

const inOrder = (commands: readonly MetaCommand[]): readonly MetaCommand[] =>
  commands.toSorted((a, b) => a.span.start - b.span.start);

const isClean = (sql: string, { start, end }: Span): boolean => !sql.slice(start, end).includes('\0');

/** All statements in one go; `undefined` where any of them has a problem. */
function parseWhole(sql: string, statements: readonly Span[], parser: Parser): Parsed | undefined {
  const first = statements[0];
  const last = statements.at(-1);
  if (!first || !last) return { statements: [], problems: [], variables: [] };
  if (sql.includes('\0')) return undefined;
  const outcome = parser.parse(sql, first.start, last.end);
  return outcome.ok ? { statements: outcome.statements, problems: [], variables: [] } : undefined;
}

/** One by one, so that an error costs one statement. */
function parseEach(sql: string, statements: readonly Span[], parser: Parser): Parsed {
  const each = statements.filter((span) => isClean(sql, span)).map((span) => parseOne(sql, span, parser));
  return {
    statements: each.flatMap((one) => one.statements),
    problems: each.flatMap((one) => one.problems),
    variables: each.flatMap((one) => one.variables),
  };
}

function parseOne(sql: string, span: Span, parser: Parser): Parsed {
  const outcome = parser.parse(sql, span.start, span.end);
  if (outcome.ok) return { statements: outcome.statements, problems: [], variables: [] };
  return (
    parseWithVariables(sql, span, parser) ?? {
      statements: [],
      problems: [{ message: outcome.message, span: outcome.span }],
      variables: [],
    }
  );
}

/** Most statements with variables of psql can be read once these are taken for names and strings. */
function parseWithVariables(sql: string, span: Span, parser: Parser): Parsed | undefined {
  const replaced = withoutVariables(sql, span);
  const outcome = replaced && parser.parse(replaced.text, span.start, span.end);
  if (!replaced || !outcome?.ok) return undefined;
  return { statements: outcome.statements, problems: [], variables: replaced.variables };
}

/** No server takes a text with a NUL in it; one problem at the first says so for all of them. */
function nulProblem(text: string): readonly SyntaxProblem[] {
  const start = text.indexOf('\0');
  if (start < 0) return [];
  return [{ message: 'invalid byte sequence for encoding "UTF8": 0x00', span: { start, end: start + 1 } }];
}

/** A block comment that is never closed belongs to no statement, and makes a server refuse the last one. */
function openCommentProblem(sql: string, comments: readonly Comment[], parser: Parser): readonly SyntaxProblem[] {
  const last = comments.at(-1);
  if (last?.form !== 'block' || last.span.end < sql.length || !isClean(sql, last.span)) return [];
  const outcome = parser.parse(sql, last.span.start, last.span.end);
  return outcome.ok ? [] : [{ message: outcome.message, span: outcome.span }];
}
