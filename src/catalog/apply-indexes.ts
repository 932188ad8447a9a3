import { formatQualified, type QualifiedName } from '../core/name.js';
import type { CreateIndex, OperationOf } from '../sql/operation.js';
import { family, partitionsOf, sameName } from './children.js';
import { outcomeOf, relationToChange } from './creation.js';
import { indexName } from './implicit-names.js';
import { putIndex, removeIndex } from './indexes.js';
import { copyIndex } from './inheritance.js';
import type { Index, Relation } from './model.js';
import { find, markUncertain } from './resolve.js';
import { relationAt, type Store } from './store.js';

export function createIndex(store: Store, op: CreateIndex): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  const { schema } = table.name;
  const name: QualifiedName = {
    schema,
    name: op.index ?? indexName(store, table.name, op.elements, op.include),
  };
  const holder = { has: (key: string) => store.indexes.has(key) || store.relations.has(key) };
  if (outcomeOf(store, holder, 'relation', name, op) === 'exists') return;
  const index: Index = {
    name,
    table: table.name,
    unique: op.unique,
    method: op.method,
    elements: op.elements,
    include: op.include,
    where: op.where,
    nullsNotDistinct: op.nullsNotDistinct,
    options: Object.keys(op.options).length > 0 ? op.options : undefined,
    only: op.only && table.kind === 'partitionedTable',
    span: op.span,
    unit: store.state.unit,
  };
  putIndex(store, index);
  if (!op.only) copyToPartitions(store, table, index);
}

/** Makes an index of a partitioned table on its partitions, and on theirs. */
export function copyToPartitions(store: Store, parent: Relation, index: Index): void {
  for (const name of family(store, parent.name).slice(1))
    if (relationAt(store, name)?.partitionOf !== undefined) copyIndex(store, name, parent, index);
}

export function dropIndex(store: Store, op: OperationOf<'dropIndex'>): void {
  const name = find(store, op.index, store.indexes);
  if (name === undefined) return;
  if (op.block?.conditional) markUncertain(store, 'relation', name);
  // An index that a constraint owns cannot be dropped.
  else if (store.indexes.get(formatQualified(name))?.constraint === undefined) removeWithPartitions(store, name);
}

const partitionIndexes = (store: Store, parent: Index): readonly Index[] =>
  partitionsOf(store, parent.table)
    .flatMap((partition) => [...partition.indexes])
    .flatMap((key) => store.indexes.get(key) ?? [])
    .filter((index) => index.parent !== undefined && sameName(index.parent, parent.name));

/** The indexes of the partitions go with that of their parent. */
function removeWithPartitions(store: Store, name: QualifiedName): void {
  const index = store.indexes.get(formatQualified(name));
  if (index === undefined) return;
  const own = partitionIndexes(store, index);
  removeIndex(store, name);
  for (const partitionIndex of own) removeWithPartitions(store, partitionIndex.name);
}

/** Once every partition's index is attached, the parent's is valid. */
export function attachIndexPartition(store: Store, op: OperationOf<'attachIndexPartition'>): void {
  const name = find(store, op.index, store.indexes);
  const partitionIndex = find(store, op.partition, store.indexes);
  const parent = name && store.indexes.get(formatQualified(name));
  const own = partitionIndex && store.indexes.get(formatQualified(partitionIndex));
  if (parent === undefined || own === undefined) return;
  store.indexes.put(formatQualified(own.name), { ...own, parent: parent.name });
  const attached = partitionIndexes(store, parent).length;
  if (attached >= partitionsOf(store, parent.table).length)
    store.indexes.put(formatQualified(parent.name), { ...parent, only: false });
}
