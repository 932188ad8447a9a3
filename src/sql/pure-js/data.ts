import type * as package_ from 'pgsql-ast-parser';
import type { Span } from '../../core/span.js';
import { filterOf, readsOf, selectOperations, toName } from '../data-facts.js';
import type { Query } from '../expression.js';
import type { Operation } from '../operation.js';
import { repeatedColumns, type Target } from '../repeated-columns.js';
import { afterClosing } from '../tokens.js';
import { dmlParts, isDml, targetOf } from './dml-parts.js';
import { lowerExpressions } from './lower-expression.js';
import { lowerQuery } from './lower-query.js';
import { parseStatement, spanOf, type TreeContext } from './package-tree.js';
import { relationReference } from './query-parts.js';
import type { TokenReader } from './token-reader.js';
import { tokenize } from './tokens.js';
import { readRows, valueRows } from './value-rows.js';

/** INSERT, UPDATE, DELETE, SELECT, VALUES and WITH, as the package reads them. */
export function readData(reader: TokenReader): Operation[] {
  const { text, span } = reader;
  const rows = valueRows(text, span);
  if (rows.length > mostRows) return readLongInsert(reader, rows);
  const context: TreeContext = { text, base: span.start };
  const statement = parseStatement(text, span);
  return [...withChanges(statement, context), ...lowerData(statement, span, context)];
}

/** An INSERT with more rows is given to the package with its first row only. */
const mostRows = 20;

function readLongInsert({ text, span }: TokenReader, rows: readonly Span[]): Operation[] {
  const blank = { start: rows[0]?.end ?? span.start, end: rows.at(-1)?.end ?? span.start };
  const others = readRows(text, rows.slice(1));
  return lowerData(parseStatement(text, span, blank), span, { text, base: span.start }).map((operation) => {
    if (operation.kind !== 'insert') return operation;
    const expressions = [...others, ...operation.expressions];
    return { ...operation, rows: rows.length, reads: readsOf([], expressions), expressions };
  });
}

/** The query that the rest of the statement is. */
export function queryAt(text: string, span: Span): Query {
  return lowerQuery(parseStatement(text, span), { text, base: span.start });
}

function lowerData(statement: package_.Statement, span: Span, context: TreeContext): Operation[] {
  const parts = dmlParts(statement, context);
  if (parts === undefined) return selectOperations({ ...lowerQuery(statement, context), span }, span);
  const { node, reads, expressions, where, locking } = parts;
  const shared = {
    span,
    table: toName(relationReference(targetOf(node), context)),
    reads: readsOf(reads, expressions),
    expressions,
    ...(locking ? { locking } : {}),
  };
  if (node.type === 'delete') return [{ kind: 'delete', ...shared, filter: filterOf(where), where }];
  if (node.type === 'update') {
    const columns = node.sets.map((set) => set.column.name);
    return [
      { kind: 'update', ...shared, columns, filter: filterOf(where), where, ...repeatedColumns(setsOf(node.sets)) },
    ];
  }
  return [{ kind: 'insert', ...shared, ...insertFacts(node, context) }];
}

const setsOf = (sets: readonly package_.SetStatement[]): readonly Target[] =>
  sets.map(({ column }) => ({ name: column.name, whole: true }));

function insertFacts(node: package_.InsertStatement, context: TreeContext) {
  const values = node.insert?.type === 'values' ? node.insert.values : undefined;
  const source = values ? ('values' as const) : node.insert ? ('query' as const) : ('default' as const);
  return {
    columns: (node.columns ?? []).map((column) => column.name),
    source,
    rows: values?.length ?? 0,
    firstRow: values?.[0] && lowerExpressions(values[0], context),
    onConflict: Boolean(node.onConflict),
    ...repeatedColumns(
      (node.columns ?? []).map(({ name }) => ({ name, whole: true })),
      setsOf(typeof node.onConflict?.do === 'object' ? node.onConflict.do.sets : []),
    ),
  };
}

/** What the WITH queries of a statement change, as operations of their own, in the order of the text. */
function withChanges(statement: package_.Statement, context: TreeContext): Operation[] {
  if (statement.type !== 'with') return [];
  const withNames = new Set(statement.bind.map((query) => query.alias.name));
  return statement.bind.flatMap(({ statement: query }) =>
    isDml(query) ? lowerData(query, spanInBrackets(query, context), { ...context, withNames }) : [],
  );
}

/** The package's place of a query may end before its last bracket. */
function spanInBrackets(node: package_.PGNode, context: TreeContext): Span {
  const { start } = spanOf(node, context);
  let open = start - 1;
  while (/\s/.test(context.text[open] ?? '')) open -= 1;
  const close = afterClosing(context.text, open) - 1;
  return { start, end: tokenize(context.text, start, close).at(-1)?.end ?? close };
}
