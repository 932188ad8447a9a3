import type { Answer } from '../core/answer.js';
import { formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import { isBuiltinType } from './builtin-types.js';
import type { Lookup } from './catalog.js';
import { mayHaveMade, type ObjectClass } from './extension-contents.js';
import { isManagedSchema, systemSchemas } from './managed-schemas.js';
import type { Relation } from './model.js';
import { creationSchema, searchPath, temporarySchema } from './search-path.js';
import type { Store } from './store.js';

interface Holder {
  has(key: string): boolean;
}

/** The schemas that the name may be in, in the server's order. */
const candidates = (store: Store, name: WrittenName): readonly string[] =>
  name.schema === undefined ? [temporarySchema, ...searchPath(store)] : [name.schema];

/** The first object of this name along the path, in one of the given name spaces. */
export function find(store: Store, name: WrittenName, ...spaces: readonly Holder[]): QualifiedName | undefined {
  for (const schema of candidates(store, name)) {
    const qualified = { schema, name: name.name };
    const key = formatQualified(qualified);
    if (spaces.some((space) => space.has(key))) return qualified;
  }
  return undefined;
}

const orCreationSchema = (store: Store, name: WrittenName): QualifiedName => ({
  schema: name.schema ?? creationSchema(store),
  name: name.name,
});

export const resolveRelation = (store: Store, name: WrittenName): QualifiedName =>
  find(store, name, store.relations, store.indexes) ?? orCreationSchema(store, name);

export const resolveType = (store: Store, name: WrittenName): QualifiedName =>
  find(store, name, store.types, store.relations) ?? orCreationSchema(store, name);

export const resolveRoutine = (store: Store, name: WrittenName): QualifiedName =>
  find(store, name, store.routines) ?? orCreationSchema(store, name);

export const resolveAny = (store: Store, name: WrittenName): QualifiedName =>
  find(store, name, store.relations, store.indexes, store.types, store.routines) ?? orCreationSchema(store, name);

/** Does the name point at this very object? */
export function pointsAt(store: Store, written: WrittenName, target: QualifiedName, space: Holder): boolean {
  if (written.name !== target.name) return false;
  if (written.schema !== undefined) return written.schema === target.schema;
  const found = find(store, written, space);
  return found === undefined || found.schema === target.schema;
}

const systemHas = (name: WrittenName, objectClass: ObjectClass): boolean => {
  if (name.schema !== undefined) return systemSchemas.has(name.schema);
  if (objectClass === 'relation') return name.name.startsWith('pg_');
  // There is no list of the server's own functions here.
  return objectClass === 'function' || isBuiltinType(name.name);
};

const uncertainKey = (objectClass: ObjectClass, name: QualifiedName): string =>
  `${objectClass}:${formatQualified(name)}`;

export const markUncertain = (store: Store, objectClass: ObjectClass, name: QualifiedName): void =>
  store.uncertain.put(uncertainKey(objectClass, name), true);

export const clearUncertain = (store: Store, objectClass: ObjectClass, name: QualifiedName): void =>
  store.uncertain.remove(uncertainKey(objectClass, name));

export const isUncertain = (store: Store, objectClass: ObjectClass, name: QualifiedName): boolean =>
  store.uncertain.has(uncertainKey(objectClass, name));

/** What to say of a name under which nothing is known. */
export const absence = (store: Store, name: WrittenName, objectClass: ObjectClass): 'absent' | 'unknown' =>
  store.state.blindSince === undefined ? shownAbsence(store, name, objectClass) : 'unknown';

/** The same, leaving aside that SQL put together at run time may have made anything. */
export function shownAbsence(store: Store, name: WrittenName, objectClass: ObjectClass): 'absent' | 'unknown' {
  if (!store.options.complete) return 'unknown';
  if (systemHas(name, objectClass)) return 'unknown';
  if (name.schema !== undefined && isManagedSchema(store.options, name.schema)) {
    return 'unknown';
  }
  for (const schema of candidates(store, name)) {
    if (schema === temporarySchema) continue;
    const candidate = { schema, name: name.name };
    if (isUncertain(store, objectClass, candidate)) return 'unknown';
    for (const extension of store.extensions.values())
      if (mayHaveMade(extension, objectClass, candidate)) return 'unknown';
  }
  return 'absent';
}

function lookup<Value>(
  store: Store,
  map: ReadonlyMap<string, Value>,
  name: WrittenName,
  objectClass: ObjectClass,
): Lookup<Value> {
  const found = find(store, name, map);
  const value = found && map.get(formatQualified(found));
  if (found === undefined || value === undefined) return absence(store, name, objectClass);
  return isUncertain(store, objectClass, found) ? 'unknown' : value;
}

export const lookupRelation = (store: Store, name: WrittenName): Lookup<Relation> =>
  lookup(store, store.relations, name, 'relation');
export const lookupIndex = (store: Store, name: WrittenName) => lookup(store, store.indexes, name, 'relation');
export const lookupType = (store: Store, name: WrittenName) => lookup(store, store.types, name, 'type');
export const lookupRoutines = (store: Store, name: WrittenName) => lookup(store, store.routines, name, 'function');

export const isKnown = <Value extends object>(answer: Lookup<Value>): answer is Value =>
  answer !== 'absent' && answer !== 'unknown';

export function hasSchema(store: Store, name: string): Answer {
  if (store.schemas.has(name)) return 'yes';
  if (isManagedSchema(store.options, name)) return systemSchemas.has(name) ? 'yes' : 'unknown';
  return store.options.complete && store.state.blindSince === undefined && !store.uncertain.has(`schema:${name}`)
    ? 'no'
    : 'unknown';
}
