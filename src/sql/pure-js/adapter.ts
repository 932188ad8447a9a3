import { lex } from '../lexer.js';
import type { ParsedStatement, Parser } from '../parser.js';
import { readStatement } from './read-statement.js';

/**
 * The parser for runtimes without WebAssembly. Queries, data changes and expressions are read by `pgsql-ast-parser`, DDL
 * from its tokens. It cannot tell a syntax error from a statement that it does not know: both are `unknown`, so that it
 * accepts every text.
 */
export const pureJs: Parser = {
  name: 'pure-js',
  parse(text, from, to) {
    const statements = lex(text.slice(from, to)).statements.map(({ start, end }): ParsedStatement => {
      const span = { start: from + start, end: from + end };
      return { span, operations: readStatement(text, span) };
    });
    return { ok: true, statements };
  },
};
