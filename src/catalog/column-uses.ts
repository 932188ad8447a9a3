import { formatQualified, type QualifiedName } from '../core/name.js';
import {
  type ColumnReference,
  type Expression,
  expressionsOf,
  type Query,
  type RelationReference,
} from '../sql/expression.js';
import { resolveRelation } from './resolve.js';
import type { Store } from './store.js';

/** A column of a relation that an expression or a query reads. */
export interface ColumnUse {
  readonly relation: QualifiedName;
  readonly column: string;
}

/** What a name before the dot can stand for, in one level of a query. */
export interface Source {
  readonly alias: string;
  readonly relation: QualifiedName;
}

/** Innermost level first. */
export type Scope = readonly (readonly Source[])[];

export const tableScope = (table: QualifiedName): Scope => [[{ alias: table.name, relation: table }]];

export const sourcesOf = (store: Store, relations: readonly RelationReference[]): readonly Source[] =>
  relations.map((reference) => ({
    alias: reference.alias ?? reference.name,
    relation: resolveRelation(store, reference),
  }));

function sourceOfColumn(store: Store, level: readonly Source[], column: string): Source | undefined {
  const holder = level.find(({ relation }) => store.relations.get(formatQualified(relation))?.columns.has(column));
  if (holder !== undefined) return holder;
  // The only relation that could have it without our knowing.
  const open = level.filter(({ relation }) => store.relations.get(formatQualified(relation))?.complete !== true);
  return open.length === 1 ? open[0] : undefined;
}

/** The column that a reference means, as far as the known relations can tell. */
export function useOf(store: Store, reference: ColumnReference, scope: Scope): ColumnUse | undefined {
  const column = reference.path.at(-1);
  if (column === undefined) return undefined;
  const qualifier = reference.path.at(-2);
  for (const level of scope) {
    const source =
      qualifier === undefined
        ? sourceOfColumn(store, level, column)
        : level.find(({ alias, relation }) => alias === qualifier || relation.name === qualifier);
    if (source !== undefined) return { relation: source.relation, column };
  }
  return undefined;
}

function* usesInside(store: Store, expressions: readonly Expression[], scope: Scope): Generator<ColumnUse> {
  for (const expression of expressions) yield* columnUses(store, expression, scope);
}

/** Every column that an expression reads; stars are left out. */
export function* columnUses(store: Store, expression: Expression, scope: Scope): Generator<ColumnUse> {
  switch (expression.kind) {
    case 'constant':
      return;
    case 'column': {
      const use = useOf(store, expression, scope);
      if (use !== undefined && use.column !== '*') yield use;
      return;
    }
    case 'call':
      return yield* usesInside(store, expression.arguments, scope);
    case 'cast':
    case 'nullTest':
      return yield* columnUses(store, expression.operand, scope);
    case 'operator':
    case 'and':
    case 'or':
    case 'not':
      return yield* usesInside(store, expression.operands, scope);
    case 'other':
      return yield* usesInside(store, expression.parts, scope);
    case 'subquery':
      if (expression.operand !== undefined) yield* columnUses(store, expression.operand, scope);
      yield* queryUses(store, expression.query, scope);
  }
}

/** Every column that a query reads; a star stands for all columns that its relations have now. */
export function* queryUses(store: Store, query: Query, outer: Scope = []): Generator<ColumnUse> {
  const sources = sourcesOf(store, query.relations);
  for (const expression of expressionsOf(query)) {
    if (expression.kind === 'column' && expression.path.at(-1) === '*') {
      yield* starUses(store, expression, sources);
    } else yield* columnUses(store, expression, [sources, ...outer]);
  }
}

function* starUses(store: Store, star: ColumnReference, sources: readonly Source[]): Generator<ColumnUse> {
  const qualifier = star.path.at(-2);
  for (const { alias, relation } of sources) {
    if (qualifier !== undefined && alias !== qualifier) continue;
    for (const column of store.relations.get(formatQualified(relation))?.columns.keys() ?? [])
      yield { relation, column };
  }
}

/** The columns of the table itself that one of its checks, defaults, policies or indexes reads. */
export function ownColumns(store: Store, table: QualifiedName, expression: Expression | undefined): Set<string> {
  const own = new Set<string>();
  if (expression === undefined) return own;
  for (const { relation, column } of columnUses(store, expression, tableScope(table)))
    if (relation.schema === table.schema && relation.name === table.name) own.add(column);
  return own;
}
