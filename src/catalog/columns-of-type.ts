import { formatQualified, type QualifiedName } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import type { Relation } from './model.js';
import { find, pointsAt } from './resolve.js';
import type { Store } from './store.js';

/** Relations that name a type of this name, in whichever schema. */
export const relationsNamingType = (store: Store, { name }: QualifiedName): readonly Relation[] =>
  store
    .usersOf(`type:${name}`)
    .flatMap((user) =>
      user.startsWith('relation:') ? (store.relations.get(user.slice('relation:'.length)) ?? []) : [],
    );

/** Columns whose type is this one or an array of it. */
export const usersOfType = (
  store: Store,
  type: QualifiedName,
): readonly { readonly table: Relation; readonly column: string }[] =>
  relationsNamingType(store, type).flatMap((table) =>
    [...table.columns.values()]
      .filter((column) => pointsAt(store, column.type, type, store.types))
      .map((column) => ({ table, column: column.name })),
  );

/** Follows domains to the type that they stand for. */
export function baseType(store: Store, type: TypeName): TypeName {
  const seen = new Set<string>();
  let current = type;
  for (;;) {
    const found = find(store, current, store.types);
    const key = found && formatQualified(found);
    const domain = key === undefined ? undefined : store.types.get(key);
    if (key === undefined || domain?.kind !== 'domain' || seen.has(key) || current.arrayDimensions > 0) return current;
    seen.add(key);
    current = domain.base;
  }
}
