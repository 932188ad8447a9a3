import type { QualifiedName } from '../core/name.js';
import type { CreateMaterializedView, CreateView, OperationOf } from '../sql/operation.js';
import { type ColumnUse, queryUses } from './column-uses.js';
import { emptyRelation } from './columns.js';
import { beginRelation, newName, relationToChange } from './creation.js';
import { isManagedSchema } from './managed-schemas.js';
import type { Relation, ViewDefinition } from './model.js';
import { markPopulated } from './populated.js';
import { applyDefaultPrivileges } from './privileges.js';
import { resolveRelation } from './resolve.js';
import { putRelation, relationAt, type Store } from './store.js';
import { queryColumns } from './view-columns.js';

function distinct<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): readonly Item[] {
  const byKey = new Map<string, Item>();
  for (const item of items) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}

const keyOfUse = ({ relation, column }: ColumnUse): string => `${relation.schema}.${relation.name}.${column}`;
const keyOfName = ({ schema, name }: QualifiedName): string => `${schema}.${name}`;

/** What stands after AS in the statement. The span of a lowered query begins at its first expression. */
function queryText(statement: string): string {
  const head = /\bas\s+(?=(?:[\s(]|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values|table)\b)/i.exec(statement);
  return head === null ? statement : statement.slice(head.index + head[0].length);
}

function definitionOf(
  store: Store,
  op: CreateView | CreateMaterializedView,
  text: string,
  populated: boolean,
): ViewDefinition {
  const { query, columnAliases, references } = op;
  const named = [...query.relations, ...references.relations].map((relation) => resolveRelation(store, relation));
  return {
    text: queryText(text.slice(op.span.start, op.span.end)),
    columnAliases,
    output: query.columns,
    reads: distinct(named, keyOfName),
    references,
    uses: distinct(queryUses(store, query), keyOfUse),
    populated,
    writtenAt: { unit: store.state.unit, span: op.span },
  };
}

function newView(
  store: Store,
  op: CreateView | CreateMaterializedView,
  name: QualifiedName,
  text: string,
  populated: boolean,
): Relation {
  const { columns, complete } = queryColumns(store, op.query, op.columnAliases, text.slice(op.span.start, op.span.end));
  return {
    ...emptyRelation(name, op.kind === 'createView' ? 'view' : 'materializedView', store.state.unit),
    span: op.span,
    persistence: name.schema === 'pg_temp' ? 'temporary' : 'permanent',
    columns,
    complete,
    options: op.options,
    view: definitionOf(store, op, text, populated),
    managed: isManagedSchema(store.options, name.schema),
  };
}

export function createView(store: Store, op: CreateView, text: string): void {
  const name = newName(store, op.view, op.persistence);
  const existing = relationAt(store, name);
  if (op.orReplace && existing?.kind === 'view') {
    replaceView(store, op, existing, text);
    return;
  }
  const view = newView(store, op, name, text, true);
  // What OR REPLACE may have met is older than this unit, but looks like this from now on.
  if (beginRelation(store, view, { block: op.block })) {
    const wasThere = op.orReplace && !store.options.complete;
    if (wasThere) putRelation(store, { ...view, unit: 0 });
    applyDefaultPrivileges(store, 'table', name);
  }
}

/** Owner, comment, grants, triggers and rules stay; the options are those of the new statement alone. */
function replaceView(store: Store, op: CreateView, existing: Relation, text: string): void {
  const fresh = newView(store, op, existing.name, text, true);
  const { columns, complete, options, view } = fresh;
  putRelation(store, { ...existing, columns, complete, options, view });
}

export function createMaterializedView(store: Store, op: CreateMaterializedView, text: string): void {
  const name = newName(store, op.view);
  if (!beginRelation(store, newView(store, op, name, text, op.withData), op)) return;
  applyDefaultPrivileges(store, 'table', name);
  if (op.withData) markPopulated(store, name);
}

export function refreshMaterializedView(store: Store, op: OperationOf<'refreshMaterializedView'>): void {
  const relation = relationToChange(store, op.view);
  if (relation?.view === undefined) return;
  putRelation(store, { ...relation, view: { ...relation.view, populated: op.withData } });
  if (op.withData) markPopulated(store, relation.name);
}
