import { formatQualified, type QualifiedName } from '../core/name.js';
import type { Index } from './model.js';
import { changeRelation, type Store } from './store.js';

/** Enters an index and tells its table. */
export function putIndex(store: Store, index: Index): void {
  const key = formatQualified(index.name);
  store.indexes.put(key, index);
  changeRelation(store, index.table, (relation) =>
    relation.indexes.has(key) ? relation : { ...relation, indexes: new Set([...relation.indexes, key]) },
  );
}

export function removeIndex(store: Store, name: QualifiedName): void {
  const key = formatQualified(name);
  const index = store.indexes.get(key);
  if (index === undefined) return;
  store.indexes.remove(key);
  changeRelation(store, index.table, (relation) => ({
    ...relation,
    indexes: new Set([...relation.indexes].filter((other) => other !== key)),
  }));
}

/** Renames or moves an index; its place in the table's list is kept. */
export function renameIndexKey(store: Store, from: QualifiedName, to: QualifiedName): void {
  const key = formatQualified(from);
  const index = store.indexes.get(key);
  if (index === undefined) return;
  const next = formatQualified(to);
  store.indexes.remove(key);
  store.indexes.put(next, { ...index, name: to });
  changeRelation(store, index.table, (relation) => ({
    ...relation,
    indexes: new Set([...relation.indexes].map((other) => (other === key ? next : other))),
  }));
}

export const indexesOfTable = (store: Store, keys: Iterable<string>): readonly Index[] =>
  [...keys].flatMap((key) => store.indexes.get(key) ?? []);
