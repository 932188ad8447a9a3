import type { References } from '../expression.js';
import { mergeReferences, namedReferences, noReferences, relationInText } from '../references.js';
import { isSymbol, tokens } from '../tokens.js';
import { parseTrees } from './parse-statements.js';
import { expressionsIn, type Step } from './plpgsql-steps.js';
import { type PlpgsqlTree, rowTypes } from './plpgsql-tree.js';
import type { Tree } from './tree.js';
import { treeReferences } from './tree-references.js';

const dynamic: References = { ...noReferences, dynamic: true };

/** The names that a step speaks of; for EXECUTE with one constant, those in the constant too. */
export function stepReferences({ form, query }: Step): References {
  switch (form) {
    case 'statement':
    case 'perform':
      return sqlReferences(query);
    case 'dynamic':
      return mergeReferences([dynamic, sqlReferences(`SELECT ${query}`)]);
    case 'expression':
      return expressionReferences(query);
    case 'assignment':
      return expressionReferences(assignedValue(query));
    default:
      return noReferences;
  }
}

/** Types of variables, their defaults, and the queries of declared cursors. */
export function treeDatumReferences({ datums }: PlpgsqlTree, body: string): References {
  const expressions = expressionsIn(datums).map((expression) =>
    expression.parseMode ? expressionReferences(expression.query) : sqlReferences(expression.query),
  );
  return mergeReferences([namedReferences({ relations: rowTypeRelations(body) }), ...expressions]);
}

const rowTypeRelations = (body: string): References['relations'] =>
  rowTypes(body).flatMap(
    ({ start, end }) => relationInText(body.slice(start, end).replace(/\s*%\s*rowtype$/i, '')) ?? [],
  );

// A CASE of PL/pgSQL is turned into tests of a hidden variable.
const hidden = /^__Case__Variable_\d+__$/;

function expressionReferences(expression: string): References {
  const found = sqlReferences(`SELECT ${expression}`);
  return { ...found, columns: found.columns.filter((column) => !hidden.test(column)) };
}

/** What stands behind the first `:=` or `=` that is in no bracket. */
function assignedValue(assignment: string): string {
  let depth = 0;
  for (const token of tokens(assignment, 0)) {
    const isOpening = isSymbol(assignment, token, '(') || isSymbol(assignment, token, '[');
    const isClosing = isSymbol(assignment, token, ')') || isSymbol(assignment, token, ']');
    depth += isOpening ? 1 : isClosing ? -1 : 0;
    const assigns = isSymbol(assignment, token, ':=') || isSymbol(assignment, token, '=');
    if (depth === 0 && assigns) return assignment.slice(token.end);
  }
  return assignment;
}

function sqlReferences(sql: string): References {
  try {
    return mergeReferences(parseTrees(sql).map(({ stmt }) => treeReferences(stmt as Tree)));
  } catch {
    return noReferences;
  }
}
