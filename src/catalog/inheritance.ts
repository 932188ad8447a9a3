import type { QualifiedName } from '../core/name.js';
import { makeOwnedSequence } from './columns.js';
import { addConstraint } from './constraints.js';
import { indexName } from './implicit-names.js';
import { indexesOfTable, putIndex } from './indexes.js';
import { inheritForeignKey } from './inherited-keys.js';
import type { Column, Index, Relation } from './model.js';
import { relationAt, type Store } from './store.js';

/** A column as a child or a copy has it. Identity, and who owns the sequence, stay with the parent. */
export const inheritedColumn = (column: Column, unit: number): Column => ({
  ...column,
  identity: undefined,
  serial: false,
  unit,
  writtenAt: undefined,
});

/** Columns that children get from their parents; those of the same name are merged. */
export function columnsFromParents(store: Store, parents: readonly QualifiedName[]): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const parent of parents)
    for (const column of relationAt(store, parent)?.columns.values() ?? []) {
      const known = columns.get(column.name);
      const inherited = inheritedColumn(column, store.state.unit);
      columns.set(column.name, known ? { ...inherited, notNull: known.notNull || column.notNull } : inherited);
    }
  return columns;
}

/** CHECK and NOT NULL constraints go to every child. */
export function inheritChecks(store: Store, child: QualifiedName, parent: Relation): void {
  for (const { name, definition } of parent.constraints.values()) {
    const inheritable = definition.type === 'notNull' || (definition.type === 'check' && !definition.noInherit);
    if (inheritable && relationAt(store, child)?.constraints.has(name) === false)
      addConstraint(store, child, { ...definition, name });
  }
}

const shape = (index: Index): string =>
  JSON.stringify([
    index.unique,
    index.method,
    index.include,
    index.where !== undefined,
    index.elements.map(({ column, descending }) => [column, descending]),
  ]);

/** A partition gets its parent's keys, foreign keys and indexes, unless it has such an index of its own. */
export function inheritFromPartitioned(store: Store, child: QualifiedName, parent: Relation): void {
  inheritChecks(store, child, parent);
  for (const constraint of parent.constraints.values()) inheritForeignKey(store, child, constraint);
  for (const index of indexesOfTable(store, parent.indexes)) copyIndex(store, child, parent, index);
}

/** Makes the index of a partitioned table on one of its partitions. */
export function copyIndex(store: Store, child: QualifiedName, parent: Relation, index: Index): void {
  const relation = relationAt(store, child);
  if (relation === undefined || index.only) return;
  const twin = indexesOfTable(store, relation.indexes).find((own) => shape(own) === shape(index));
  const isPartition = relation.partitionOf !== undefined;
  if (twin !== undefined && isPartition) {
    if (twin.parent === undefined) putIndex(store, { ...twin, parent: index.name });
    return;
  }
  const constraint = index.constraint === undefined ? undefined : parent.constraints.get(index.constraint);
  if (constraint !== undefined) {
    const { definition } = constraint;
    if (definition.type === 'primaryKey' || definition.type === 'unique') {
      const columns = constraint.columns;
      addConstraint(store, child, { ...definition, name: undefined, usingIndex: undefined, columns });
    } else addConstraint(store, child, { ...definition, name: undefined });
    return;
  }
  const name = { schema: child.schema, name: indexName(store, child, index.elements, index.include) };
  const copied = { constraint: undefined, parent: isPartition ? index.name : undefined };
  putIndex(store, { ...index, name, table: child, ...copied, span: undefined, unit: store.state.unit });
}

const wants = (including: readonly string[], word: string): boolean =>
  including.includes('all') || including.includes(word);

/** The columns that LIKE brings. `including` holds lower-case words. */
export function columnsLike(
  store: Store,
  target: Relation,
  source: Relation,
  including: readonly string[],
): readonly Column[] {
  return [...source.columns.values()].map((column) => {
    const identity = wants(including, 'identity') ? column.identity : undefined;
    if (identity !== undefined) makeOwnedSequence(store, target, column.name, column.type);
    return {
      ...column,
      default: wants(including, 'defaults') ? column.default : undefined,
      generated: wants(including, 'generated') ? column.generated : undefined,
      identity,
      serial: false,
      unit: store.state.unit,
      writtenAt: undefined,
    };
  });
}

/** The constraints and indexes that LIKE brings; their names are chosen anew, those of checks are kept. */
export function copyLike(store: Store, target: QualifiedName, source: Relation, including: readonly string[]): void {
  if (wants(including, 'constraints'))
    for (const { name, definition } of source.constraints.values())
      if (definition.type === 'check') addConstraint(store, target, { ...definition, name });
  if (!wants(including, 'indexes')) return;
  for (const index of indexesOfTable(store, source.indexes))
    copyIndex(store, target, source, { ...index, only: false });
}
