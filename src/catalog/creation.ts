import { formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import type { BlockContext, Persistence } from '../sql/operation.js';
import { emptyRelation } from './columns.js';
import type { ObjectClass } from './extension-contents.js';
import { isManagedSchema } from './managed-schemas.js';
import type { Relation } from './model.js';
import { absence, clearUncertain, isUncertain, lookupRelation, resolveRelation, shownAbsence } from './resolve.js';
import { creationSchema, temporarySchema } from './search-path.js';
import { putRelation, relationAt, type Store } from './store.js';

export const newName = (store: Store, name: WrittenName, persistence: Persistence = 'permanent'): QualifiedName => ({
  schema: name.schema ?? (persistence === 'temporary' ? temporarySchema : creationSchema(store)),
  name: name.name,
});

interface Creation {
  readonly ifNotExists?: boolean | undefined;
  readonly block?: BlockContext | undefined;
}

/** A clash with an existing object does not stop it. */
export const toleratesExisting = ({ ifNotExists, block }: Creation): boolean =>
  ifNotExists === true || block?.conditional === true || block?.caught === true;

/** Nothing is known of it but what was changed here. */
export const isAssumed = (relation: Relation): boolean => relation.unit === 0 && !relation.complete;

/**
 * What becomes of a statement that creates: `perhaps` where the object may exist already and the statement bears that.
 * A creation that the server would refuse changes nothing.
 */
export function outcomeOf(
  store: Store,
  holder: { has(key: string): boolean },
  objectClass: ObjectClass,
  name: QualifiedName,
  creation: Creation,
): 'create' | 'perhaps' | 'exists' {
  const tolerant = toleratesExisting(creation);
  if (isUncertain(store, objectClass, name)) {
    clearUncertain(store, objectClass, name);
    return tolerant ? 'perhaps' : 'create';
  }
  if (holder.has(formatQualified(name))) return 'exists';
  // Dynamic SQL of an earlier unit hardly made the very object that this file writes out; that of this unit may have.
  const isAbsent = store.state.blindSince === store.state.unit ? absence : shownAbsence;
  return tolerant && isAbsent(store, name, objectClass) === 'unknown' ? 'perhaps' : 'create';
}

/** Enters a relation, or leaves what is there. Says whether the statement's own contents should be entered. */
export function beginRelation(store: Store, relation: Relation, creation: Creation): boolean {
  const holder = { has: (key: string) => store.relations.has(key) || store.indexes.has(key) };
  const existing = relationAt(store, relation.name);
  const outcome = outcomeOf(store, holder, 'relation', relation.name, creation);
  const tolerant = toleratesExisting(creation);
  if (outcome === 'exists' && (tolerant || existing === undefined || !isAssumed(existing))) return false;
  if (outcome === 'perhaps') {
    store.perhapsMade.put(formatQualified(relation.name), store.state.unit);
    if (existing !== undefined) return false;
    putRelation(store, { ...relation, complete: false });
    return true;
  }
  store.perhapsMade.remove(formatQualified(relation.name));
  putRelation(store, relation);
  return true;
}

/** The relation that a statement changes. One that exists outside of the history gets an entry of its own. */
export function relationToChange(store: Store, name: WrittenName): Relation | undefined {
  const known = lookupRelation(store, name);
  if (known === 'absent') return undefined;
  const resolved = resolveRelation(store, name);
  if (known !== 'unknown') return known;
  const existing = relationAt(store, resolved);
  if (existing !== undefined) return existing;
  // ALTER TABLE, ALTER VIEW and the like reach here: a plain table is the best guess.
  const assumed: Relation = {
    ...emptyRelation(resolved, 'table', 0),
    complete: false,
    managed: isManagedSchema(store.options, resolved.schema),
  };
  putRelation(store, assumed);
  return assumed;
}
