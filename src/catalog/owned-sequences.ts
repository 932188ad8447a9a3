import type { QualifiedName } from '../core/name.js';
import { relationsUsing, sameName } from './children.js';
import type { Relation } from './model.js';
import type { Store } from './store.js';

/** Sequences that a table's columns own: they go where the table goes and are dropped with it. */
export const ownedSequences = (store: Store, table: QualifiedName, column?: string): readonly Relation[] =>
  relationsUsing(store, table).filter(
    ({ sequence }) =>
      sequence?.ownedBy !== undefined &&
      sameName(sequence.ownedBy.table, table) &&
      (column === undefined || sequence.ownedBy.column === column),
  );
