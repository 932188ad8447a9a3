import type { Change } from './journal.js';
import type { Extension, GrantEntry, Index, Relation, Routine, UserType } from './model.js';
import type { DefaultPrivilege, Schema, Store } from './store.js';

/** What a stretch of the replay made of the objects that it touched, by `schema.name`. What is as it was is left out. */
export interface CatalogChanges {
  readonly relations: ReadonlyMap<string, Change<Relation>>;
  readonly indexes: ReadonlyMap<string, Change<Index>>;
  readonly types: ReadonlyMap<string, Change<UserType>>;
  /** All overloads of a name. */
  readonly routines: ReadonlyMap<string, Change<readonly Routine[]>>;
  readonly schemas: ReadonlyMap<string, Change<Schema>>;
  readonly extensions: ReadonlyMap<string, Change<Extension>>;
  /** `table:public.users` to its entries. */
  readonly grants: ReadonlyMap<string, Change<ReadonlyMap<string, GrantEntry>>>;
  readonly defaultPrivileges: ReadonlyMap<string, Change<DefaultPrivilege>>;
}

/** Costs what was written since the position of the journal, whatever the catalog holds. */
export const changesSince = (store: Store, position: number): CatalogChanges => ({
  relations: store.relations.changesSince(position),
  indexes: store.indexes.changesSince(position),
  types: store.types.changesSince(position),
  routines: store.routines.changesSince(position),
  schemas: store.schemas.changesSince(position),
  extensions: store.extensions.changesSince(position),
  grants: store.grants.changesSince(position),
  defaultPrivileges: store.defaultPrivileges.changesSince(position),
});
