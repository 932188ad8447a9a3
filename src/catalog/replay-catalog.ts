import type { TransactionModel } from '../core/migration.js';
import { formatQualified } from '../core/name.js';
import type { Operation } from '../sql/operation.js';
import { applyOperation } from './apply.js';
import type { Catalog } from './catalog.js';
import { type CatalogChanges, changesSince } from './changes.js';
import { childrenOf, partitionsOf, relationsUsing, sameName } from './children.js';
import { baseType, usersOfType } from './columns-of-type.js';
import { dependentsOf, dependentsOfRoutine, routinesNaming } from './dependents.js';
import { indexesOfTable } from './indexes.js';
import type { Mark } from './journal.js';
import { isNew, mayHoldRows } from './novelty.js';
import { mayBeNull } from './null-proof.js';
import { grantsOn } from './privileges.js';
import { hasSchema, lookupIndex, lookupRelation, lookupRoutines, lookupType, resolveAny } from './resolve.js';
import { creationSchema, searchPath } from './search-path.js';
import { createStore, type Store, type StoreOptions } from './store.js';
import { seed } from './supabase.js';
import * as transactions from './transactions.js';

/** The catalog of a history that is being replayed: it changes with every operation, and can go back to a mark. */
export interface ReplayCatalog extends Catalog {
  /** Begins one direction of one migration. The model says whether it runs in a transaction; default: it does. */
  beginUnit(model?: TransactionModel): void;
  /** `text`: the section's text, which the spans of the operation count in. */
  apply(op: Operation, text: string): void;
  /** `committed: false` takes back what the unit's open transaction did. */
  endUnit(committed?: boolean): void;
  mark(): Mark;
  /** Goes back to the mark and ends it, with all marks that were set after it. */
  undoTo(mark: Mark): void;
  /** Ends the mark, with all marks that were set after it, and stays where it is. */
  release(mark: Mark): void;
  changesSince(mark: Mark): CatalogChanges;
}

export type CatalogOptions = StoreOptions;

export function createCatalog(options: CatalogOptions): ReplayCatalog {
  const store = createStore(options);
  seed(store);
  store.journal.forget();
  let marks: readonly Mark[] = [];

  return {
    get unit() {
      return store.state.unit;
    },
    get creationSchema() {
      return creationSchema(store);
    },
    get searchPath() {
      return searchPath(store);
    },
    complete: options.complete,
    ...objectQuestions(store),
    ...relationQuestions(store),
    beginUnit: (model = 'transaction') => transactions.beginUnit(store, model),
    apply: (op, text) => applyOperation(store, op, text),
    endUnit(committed = true) {
      transactions.endUnit(store, committed);
      if (marks.length === 0) store.journal.forget();
    },
    mark() {
      const mark: Mark = { position: store.journal.position };
      marks = [...marks, mark];
      return mark;
    },
    undoTo(mark) {
      store.journal.undoTo(mark.position);
      marks = marks.slice(0, Math.max(0, marks.indexOf(mark)));
    },
    release(mark) {
      marks = marks.slice(0, Math.max(0, marks.indexOf(mark)));
      if (marks.length === 0) store.journal.forget();
    },
    changesSince: (mark) => changesSince(store, mark.position),
  };
}

type ObjectQuestion =
  | 'resolve'
  | 'relation'
  | 'index'
  | 'type'
  | 'routines'
  | 'hasSchema'
  | 'extension'
  | 'relations'
  | 'types'
  | 'allRoutines'
  | 'extensions';

const objectQuestions = (store: Store): Pick<Catalog, ObjectQuestion> => ({
  resolve: (name) => resolveAny(store, name),
  relation: (name) => lookupRelation(store, name),
  index: (name) => lookupIndex(store, name),
  type: (name) => lookupType(store, name),
  routines: (name) => lookupRoutines(store, name),
  hasSchema: (name) => hasSchema(store, name),
  extension: (name) => lookupExtension(store, name),
  relations: () => store.relations.values(),
  types: () => store.types.values(),
  allRoutines: () => [...store.routines.values()].flat(),
  extensions: () => store.extensions.values(),
});

const relationQuestions = (
  store: Store,
): Omit<Catalog, ObjectQuestion | 'unit' | 'complete' | 'creationSchema' | 'searchPath'> => ({
  indexesOf: (relation) =>
    indexesOfTable(store, store.relations.get(formatQualified(relation.name))?.indexes ?? relation.indexes),
  isNew: (name) => isNew(store, name),
  mayHoldRows: (name) => mayHoldRows(store, name),
  dependentsOf: (relation, column) => dependentsOf(store, relation, column),
  routinesNaming: (relation, column) => routinesNaming(store, relation, column),
  routinesMentioning: (name) => store.routinesMentioning(name).flatMap((key) => store.routines.get(key) ?? []),
  dependentsOfRoutine: (routine) => dependentsOfRoutine(store, routine),
  referencingForeignKeys: (relation) =>
    relationsUsing(store, relation)
      .filter((table) => !sameName(table.name, relation))
      .flatMap((table) =>
        [...table.constraints.values()]
          .filter(({ references }) => references !== undefined && sameName(references.table, relation))
          .map(({ name }) => ({ table, constraint: name })),
      ),
  partitionsOf: (relation) => partitionsOf(store, relation),
  childrenOf: (relation) => childrenOf(store, relation),
  usersOfType: (type) => usersOfType(store, type),
  baseType: (type) => baseType(store, type),
  mayBeNull,
  grants: (objectType, object) => grantsOn(store, objectType, object),
  defaultPrivileges: () => store.defaultPrivileges.values(),
  publicBuckets: () => store.publicBuckets.keys(),
});

const lookupExtension = (store: Store, name: string) =>
  store.extensions.get(name) ??
  (store.options.complete && !store.options.supabase && store.state.blindSince === undefined ? 'absent' : 'unknown');
