import type { QualifiedName } from '../core/name.js';
import type { Expression } from '../sql/expression.js';
import type { ConstraintDefinition, IndexElement } from '../sql/operation.js';
import { type Scope, sourcesOf, tableScope } from './column-uses.js';
import type { Column, Constraint, Index, Policy, Relation, ViewDefinition } from './model.js';
import { mapSame, type Rewrite, rewriteExpression } from './rewrite-expression.js';
import type { Store } from './store.js';

type Change = (expression: Expression) => Expression;

const changer =
  (store: Store, scope: Scope, rewrite: Rewrite): Change =>
  (expression) =>
    rewriteExpression(store, expression, scope, rewrite);

export function mapValues<Value>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value) => Value,
): ReadonlyMap<string, Value> {
  let changed = false;
  const next = new Map<string, Value>();
  for (const [key, value] of map) {
    const mapped = change(value);
    if (mapped !== value) changed = true;
    next.set(key, mapped);
  }
  return changed ? next : map;
}

function rewriteColumn(column: Column, change: Change, rewrite: Rewrite): Column {
  const type = rewrite.type?.(column.type) ?? column.type;
  const value = column.default && change(column.default);
  const expression = column.generated && change(column.generated.expression);
  if (type === column.type && value === column.default && expression === column.generated?.expression) return column;
  const generated = column.generated && expression && { ...column.generated, expression };
  return { ...column, type, default: value, generated };
}

const rewriteElements = (elements: readonly IndexElement[], change: Change): readonly IndexElement[] =>
  mapSame(elements, (element) => {
    const expression = element.expression && change(element.expression);
    return expression === element.expression ? element : { ...element, expression };
  });

function rewriteDefinition(definition: ConstraintDefinition, change: Change): ConstraintDefinition {
  if (definition.type === 'check') {
    const expression = change(definition.expression);
    return expression === definition.expression ? definition : { ...definition, expression };
  }
  if (definition.type !== 'exclusion') return definition;
  const elements = rewriteElements(definition.elements, change);
  const where = definition.where && change(definition.where);
  return elements === definition.elements && where === definition.where
    ? definition
    : { ...definition, elements, where };
}

function rewriteConstraint(constraint: Constraint, change: Change): Constraint {
  const definition = rewriteDefinition(constraint.definition, change);
  return definition === constraint.definition ? constraint : { ...constraint, definition };
}

function rewritePolicy(policy: Policy, change: Change): Policy {
  const using = policy.using && change(policy.using);
  const withCheck = policy.withCheck && change(policy.withCheck);
  return using === policy.using && withCheck === policy.withCheck ? policy : { ...policy, using, withCheck };
}

function rewriteView(store: Store, view: ViewDefinition, rewrite: Rewrite): ViewDefinition {
  // The aliases of the view's own query are gone; its relations are searched by their names.
  const sources = sourcesOf(
    store,
    view.reads.map((name) => ({ ...name, span: { start: 0, end: 0 } })),
  );
  const change = changer(store, [sources], rewrite);
  const output = mapSame(view.output, (column) => {
    const expression = change(column.expression);
    return expression === column.expression ? column : { ...column, expression };
  });
  const { references } = view;
  const functions = mapSame(references.functions, (name) => rewrite.routine?.(name) ?? name);
  return output === view.output && functions === references.functions
    ? view
    : { ...view, output, references: { ...references, functions } };
}

/** The relation with the names in all its expressions changed; the same object where none was. */
export function rewriteRelation(store: Store, relation: Relation, rewrite: Rewrite): Relation {
  const change = changer(store, tableScope(relation.name), rewrite);
  const columns = mapValues(relation.columns, (column) => rewriteColumn(column, change, rewrite));
  const constraints = mapValues(relation.constraints, (constraint) => rewriteConstraint(constraint, change));
  const policies = mapValues(relation.policies, (policy) => rewritePolicy(policy, change));
  const view = relation.view && rewriteView(store, relation.view, rewrite);
  const same =
    columns === relation.columns &&
    constraints === relation.constraints &&
    policies === relation.policies &&
    view === relation.view;
  return same ? relation : { ...relation, columns, constraints, policies, view };
}

export function rewriteIndex(store: Store, index: Index, rewrite: Rewrite): Index {
  const change = changer(store, tableScope(index.table), rewrite);
  const elements = rewriteElements(index.elements, change);
  const where = index.where && change(index.where);
  return elements === index.elements && where === index.where ? index : { ...index, elements, where };
}

/** Relations behind the keys of the reverse index. */
export const relationsBehind = (store: Store, users: Iterable<string>): readonly Relation[] =>
  [...users].flatMap((user) =>
    user.startsWith('relation:') ? (store.relations.get(user.slice('relation:'.length)) ?? []) : [],
  );

export const indexesBehind = (store: Store, users: Iterable<string>): readonly Index[] =>
  [...users].flatMap((user) =>
    user.startsWith('index:') ? (store.indexes.get(user.slice('index:'.length)) ?? []) : [],
  );

export type Renaming = { readonly from: QualifiedName; readonly to: QualifiedName };
