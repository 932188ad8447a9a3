import type { Span } from '../core/span.js';
import type { Expression, OutputColumn, Query, TypeName } from '../sql/expression.js';
import { simpleType } from '../sql/simple-type.js';
import { type Source, sourcesOf, useOf } from './column-uses.js';
import type { Column, Relation } from './model.js';
import { relationAt, type Store } from './store.js';

export interface QueryColumns {
  readonly columns: ReadonlyMap<string, Column>;
  /** All of them are known. */
  readonly complete: boolean;
}

// A query is flattened: its relations may stand in a sub-select, whose columns a bare star would show instead.
const nested =
  /\bas\s+with\b|\(\s*(?:select|with|values)\b|\b(?:union|intersect|except|natural|lateral|using)\b|\b(?:from|join)\s+[\w."]+\s*\(/i;

const unknownType = (span: Span): TypeName => simpleType('unknown', span);

function typeOf(store: Store, expression: Expression, sources: readonly Source[]): TypeName {
  if (expression.kind === 'cast') return expression.type;
  if (expression.kind !== 'column') return unknownType(expression.span);
  const use = useOf(store, expression, [sources]);
  const column = use && relationAt(store, use.relation)?.columns.get(use.column);
  return column?.type ?? unknownType(expression.span);
}

/** The relations that a star shows; absent where only the server knows. */
function starRelations(
  store: Store,
  star: OutputColumn,
  sources: readonly Source[],
  isNested: boolean,
): readonly Relation[] | undefined {
  const qualifier = star.expression.kind === 'column' ? star.expression.path.at(-2) : undefined;
  if (qualifier === undefined && isNested) return undefined;
  const shown = qualifier === undefined ? sources : sources.filter(({ alias }) => alias === qualifier);
  if (shown.length === 0 || (qualifier !== undefined && shown.length > 1)) return undefined;
  const relations = shown.flatMap(({ relation }) => relationAt(store, relation) ?? []);
  return relations.length === shown.length && relations.every(({ complete }) => complete) ? relations : undefined;
}

/** The columns that a query gives. `aliases` rename the first ones; `statement` is the text that holds the query. */
export function queryColumns(store: Store, query: Query, aliases: readonly string[], statement: string): QueryColumns {
  const sources = sourcesOf(store, query.relations);
  const isNested = nested.test(statement);
  const outputs: { name: string; type: TypeName }[] = [];
  for (const output of query.columns) {
    if (output.name !== undefined) {
      outputs.push({ name: output.name, type: typeOf(store, output.expression, sources) });
      continue;
    }
    const relations = starRelations(store, output, sources, isNested);
    if (relations === undefined) return { columns: named(store, outputs, aliases), complete: false };
    for (const relation of relations) outputs.push(...relation.columns.values());
  }
  return { columns: named(store, outputs, aliases), complete: true };
}

const named = (
  store: Store,
  outputs: readonly { name: string; type: TypeName }[],
  aliases: readonly string[],
): ReadonlyMap<string, Column> =>
  new Map(
    outputs.map(({ name, type }, index): [string, Column] => {
      const final = aliases[index] ?? name;
      return [final, { name: final, type, notNull: false, serial: false, unit: store.state.unit }];
    }),
  );
