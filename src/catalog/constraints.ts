import { formatQualified, type QualifiedName } from '../core/name.js';
import type { ConstraintDefinition, ForeignKeyConstraint, IndexElement, KeyConstraint } from '../sql/operation.js';
import { ownColumns } from './column-uses.js';
import { primaryKeyOf } from './existing.js';
import { constraintName } from './implicit-names.js';
import { putIndex, renameIndexKey } from './indexes.js';
import type { Constraint, Index, Relation } from './model.js';
import { isKnown, lookupRelation, resolveRelation } from './resolve.js';
import { changeRelation, putRelation, relationAt, type Store, withEntry } from './store.js';

export const plainElement = (column: string): IndexElement => ({ column, descending: false });

function referencesOf(store: Store, self: Relation, definition: ForeignKeyConstraint): Constraint['references'] {
  const target = lookupRelation(store, definition.references);
  const table = resolveRelation(store, definition.references);
  if (definition.referencedColumns.length > 0) return { table, columns: definition.referencedColumns };
  const known = formatQualified(table) === formatQualified(self.name) ? self : target;
  return { table, columns: isKnown(known) ? (primaryKeyOf(known)?.columns ?? []) : [] };
}

function columnsOf(store: Store, table: Relation, definition: ConstraintDefinition): readonly string[] {
  switch (definition.type) {
    case 'primaryKey':
    case 'unique':
    case 'foreignKey':
      return definition.columns;
    case 'check':
      return [...ownColumns(store, table.name, definition.expression)];
    case 'notNull':
      return [definition.column];
    case 'exclusion':
      return definition.elements.flatMap(({ column }) => (column === undefined ? [] : [column]));
  }
}

const setNotNull = (relation: Relation, columns: readonly string[]): Relation => ({
  ...relation,
  columns: new Map(
    [...relation.columns].map(([name, column]) => [
      name,
      columns.includes(name) && !column.notNull ? { ...column, notNull: true } : column,
    ]),
  ),
});

/** Adds a constraint to the relation of this name, with the index and NOT NULL marks that come with it. */
export function addConstraint(
  store: Store,
  table: QualifiedName,
  definition: ConstraintDefinition,
  { inherited }: Pick<Constraint, 'inherited'> = {},
): void {
  const relation = relationAt(store, table);
  if (relation === undefined) return;
  if ((definition.type === 'primaryKey' || definition.type === 'unique') && definition.usingIndex !== undefined) {
    adoptIndex(store, relation, definition, definition.usingIndex);
    return;
  }
  const columns = columnsOf(store, relation, definition);
  const name = definition.name ?? constraintName(store, table, definition, relation.constraints, columns);
  const constraint: Constraint = {
    name,
    definition,
    columns,
    references: definition.type === 'foreignKey' ? referencesOf(store, relation, definition) : undefined,
    validated: !definition.notValid && definition.enforced,
    inherited,
    unit: store.state.unit,
  };
  putConstraint(store, relation, constraint);
  const index = indexOfConstraint(store, relation, constraint);
  if (index !== undefined) putIndex(store, index);
}

function putConstraint(store: Store, relation: Relation, constraint: Constraint): void {
  const { definition, columns } = constraint;
  const constraints = withEntry(relation.constraints, constraint.name, constraint);
  const forbidsNull = definition.type === 'primaryKey' || (definition.type === 'notNull' && !definition.notValid);
  const changed = { ...relation, constraints };
  putRelation(store, forbidsNull ? setNotNull(changed, columns) : changed);
}

function indexOfConstraint(store: Store, table: Relation, constraint: Constraint): Index | undefined {
  const { definition, columns, name } = constraint;
  const common = {
    name: { schema: table.name.schema, name },
    table: table.name,
    constraint: name,
    only: false,
    unit: store.state.unit,
  };
  if (definition.type === 'exclusion') {
    const { method, elements, where } = definition;
    return { unique: false, method, elements, include: [], where, nullsNotDistinct: false, ...common };
  }
  if (definition.type !== 'primaryKey' && definition.type !== 'unique') return undefined;
  const { include, nullsNotDistinct } = definition;
  return { unique: true, method: 'btree', elements: columns.map(plainElement), include, nullsNotDistinct, ...common };
}

/** USING INDEX: the index becomes the constraint's and takes its name. */
function adoptIndex(store: Store, relation: Relation, definition: KeyConstraint, indexName: string): void {
  const from = { schema: relation.name.schema, name: indexName };
  const index = store.indexes.get(formatQualified(from));
  const name = definition.name ?? indexName;
  const columns = (index?.elements ?? []).flatMap(({ column }) => (column === undefined ? [] : [column]));
  if (index !== undefined) {
    renameIndexKey(store, from, { ...from, name });
    store.indexes.put(formatQualified({ ...from, name }), {
      ...index,
      name: { ...from, name },
      constraint: name,
    });
  }
  changeRelation(store, relation.name, (current) => {
    const constraint: Constraint = { name, definition, columns, validated: true, unit: store.state.unit };
    const changed = { ...current, constraints: withEntry(current.constraints, name, constraint) };
    return definition.type === 'primaryKey' ? setNotNull(changed, columns) : changed;
  });
}
