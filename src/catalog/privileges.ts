import { formatQualified, type QualifiedName } from '../core/name.js';
import type { AlterDefaultPrivileges, Grant, ObjectName, ObjectType } from '../sql/operation.js';
import type { GrantEntry, Routine, Written } from './model.js';
import { resolveRelation, resolveRoutine, resolveType } from './resolve.js';
import { matchesArguments, signatureOf } from './routine-signature.js';
import type { Store } from './store.js';

type GrantedType = GrantEntry['objectType'];

/** What ALL stands for. */
const allPrivileges: Readonly<Record<GrantedType, readonly string[]>> = {
  table: ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'],
  sequence: ['usage', 'select', 'update'],
  function: ['execute'],
  schema: ['usage', 'create'],
  type: ['usage'],
};

export function grantedType(objectType: ObjectType): GrantedType | undefined {
  switch (objectType) {
    case 'table':
    case 'foreign table':
    case 'view':
    case 'materialized view':
    case 'column':
      return 'table';
    case 'sequence':
    case 'schema':
      return objectType;
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
      return 'function';
    case 'type':
    case 'domain':
      return 'type';
    default:
      return undefined;
  }
}

const expand = (objectType: GrantedType, privileges: readonly string[]): readonly string[] =>
  privileges.includes('all') ? allPrivileges[objectType] : privileges;

const slotOf = (objectType: GrantedType, name: QualifiedName): string =>
  objectType === 'schema' ? `schema:${name.name}` : `${objectType}:${formatQualified(name)}`;

const entryKey = ({ object, grantee, privilege, column }: GrantEntry): string =>
  [object, grantee, privilege, column ?? ''].join('\u0000');

function change(store: Store, slot: string, edit: (entries: Map<string, GrantEntry>) => void): void {
  const entries = new Map(store.grants.get(slot));
  edit(entries);
  store.grants.put(slot, entries);
}

/** Gives one object what new objects of its kind and schema get. */
export function applyDefaultPrivileges(
  store: Store,
  objectType: GrantedType,
  name: QualifiedName,
  object: string = formatQualified(name),
): void {
  const defaults = [...store.defaultPrivileges.values()].filter(
    (entry) => entry.objectType === objectType && (entry.schema === undefined || entry.schema === name.schema),
  );
  if (defaults.length === 0 || name.schema === 'pg_temp') return;
  change(store, slotOf(objectType, name), (entries) => {
    for (const { grantee, privilege, writtenAt: given, confirmed: repeated } of defaults) {
      const [column, grantable, writtenAt] = [undefined, undefined, undefined];
      const confirmed = given !== undefined || repeated;
      const entry: GrantEntry = { objectType, object, grantee, privilege, column, grantable, writtenAt, confirmed };
      entries.set(entryKey(entry), entry);
    }
  });
}

export function addDefaultPrivilege(
  store: Store,
  objectType: GrantedType,
  schema: string | undefined,
  grantee: string,
  privileges: readonly string[],
  writtenAt?: Written,
): void {
  for (const privilege of expand(objectType, privileges)) {
    const key = [objectType, schema ?? '', grantee, privilege].join('\u0000');
    // What new objects get anyway keeps its place.
    const before = store.defaultPrivileges.get(key);
    if (before === undefined) store.defaultPrivileges.put(key, { objectType, schema, grantee, privilege, writtenAt });
    else if (writtenAt && !before.writtenAt) store.defaultPrivileges.put(key, { ...before, confirmed: true });
  }
}

/** Migrations run as `postgres` on Supabase; what other roles' objects get does not concern them. */
const concernsUs = (store: Store, roles: readonly string[]): boolean =>
  roles.length === 0 || !store.options.supabase || roles.some((role) => role === 'postgres' || role === 'current_user');

export function alterDefaultPrivileges(store: Store, op: AlterDefaultPrivileges): void {
  const objectType = grantedType(op.objectType);
  if (objectType === undefined || !concernsUs(store, op.forRoles)) return;
  const schemas = op.schemas.length === 0 ? [undefined] : op.schemas;
  const writtenAt = { unit: store.state.unit, span: op.span };
  for (const schema of schemas)
    for (const grantee of op.grantees) {
      if (op.isGrant) addDefaultPrivilege(store, objectType, schema, grantee, op.privileges, writtenAt);
      // A REVOKE in one schema takes nothing away from what holds for all schemas.
      else
        for (const privilege of expand(objectType, op.privileges))
          store.defaultPrivileges.remove([objectType, schema ?? '', grantee, privilege].join('\u0000'));
    }
}

interface GrantTarget {
  readonly objectType: GrantedType;
  readonly name: QualifiedName;
  readonly object: string;
}

const routineTargets = (name: QualifiedName, overloads: readonly Routine[]): GrantTarget[] =>
  overloads.map((routine) => ({
    objectType: 'function',
    name,
    object: `${formatQualified(name)}(${signatureOf(routine.arguments)})`,
  }));

function namedTargets(store: Store, objectType: GrantedType, object: ObjectName): readonly GrantTarget[] {
  if (objectType === 'schema') {
    return [{ objectType, name: { schema: object.name, name: object.name }, object: object.name }];
  }
  if (objectType === 'function') {
    const name = resolveRoutine(store, object);
    const overloads = store.routines.get(formatQualified(name)) ?? [];
    return routineTargets(
      name,
      overloads.filter((routine) => matchesArguments(routine, object.arguments)),
    );
  }
  const name = objectType === 'type' ? resolveType(store, object) : resolveRelation(store, object);
  // GRANT … ON TABLE also names sequences.
  const isSequence = store.relations.get(formatQualified(name))?.kind === 'sequence';
  return [
    { objectType: objectType === 'table' && isSequence ? 'sequence' : objectType, name, object: formatQualified(name) },
  ];
}

function allTargets(store: Store, objectType: GrantedType, schemas: readonly string[]): readonly GrantTarget[] {
  if (objectType === 'function')
    return [...store.routines.values()].flatMap((overloads) => {
      const name = overloads[0]?.name;
      return name !== undefined && schemas.includes(name.schema) ? routineTargets(name, overloads) : [];
    });
  return [...store.relations.values()]
    .filter(
      ({ name, kind }) =>
        schemas.includes(name.schema) &&
        kind !== 'compositeType' &&
        (kind === 'sequence') === (objectType === 'sequence'),
    )
    .map(({ name }) => ({ objectType, name, object: formatQualified(name) }));
}

/** GRANT and REVOKE on objects. */
export function applyGrant(store: Store, op: Grant): void {
  const objectType = grantedType(op.objectType);
  if (objectType === undefined) return;
  const targets = [
    ...op.objects.flatMap((object) => namedTargets(store, objectType, object)),
    ...(op.allInSchemas.length > 0 ? allTargets(store, objectType, op.allInSchemas) : []),
  ];
  const writtenAt = { unit: store.state.unit, span: op.span };
  for (const target of targets) {
    change(store, slotOf(target.objectType, target.name), (entries) => {
      for (const entry of entriesOf(op, target, writtenAt)) {
        if (op.isGrant) give(entries, entry);
        else revoke(entries, entry);
      }
    });
  }
}

// Every entry has every member, in one order: there are more of them than of anything else, and V8 keeps a hidden class
// for each object that is put together by spreading.
function* entriesOf(op: Grant, { objectType, object }: GrantTarget, writtenAt: Written): Generator<GrantEntry> {
  const columns = op.columns.length === 0 ? [undefined] : op.columns;
  const grantable = op.withGrantOption ? true : undefined;
  for (const grantee of op.grantees)
    for (const privilege of expand(objectType, op.privileges))
      for (const column of columns)
        yield { objectType, object, grantee, privilege, column, grantable, writtenAt, confirmed: undefined };
}

/** A right that was there before keeps the place that it came from. */
function give(entries: Map<string, GrantEntry>, entry: GrantEntry): void {
  const key = entryKey(entry);
  const before = entries.get(key);
  if (before === undefined || (entry.grantable && !before.grantable)) entries.set(key, entry);
  else if (before.writtenAt === undefined) entries.set(key, { ...before, confirmed: true });
}

/** Revoking from the table also revokes from its columns. */
function revoke(entries: Map<string, GrantEntry>, revoked: GrantEntry): void {
  for (const [key, entry] of entries) {
    const sameRight =
      entry.object === revoked.object && entry.grantee === revoked.grantee && entry.privilege === revoked.privilege;
    if (sameRight && (revoked.column === undefined || entry.column === revoked.column)) entries.delete(key);
  }
}

export const grantsOn = (store: Store, objectType: GrantedType, object: QualifiedName): readonly GrantEntry[] => [
  ...(store.grants.get(slotOf(objectType, object))?.values() ?? []),
];

export function dropGrants(store: Store, objectType: GrantedType, name: QualifiedName, object?: string): void {
  const slot = slotOf(objectType, name);
  if (object === undefined) {
    store.grants.remove(slot);
    return;
  }
  if (!store.grants.has(slot)) return;
  change(store, slot, (entries) => {
    for (const [key, entry] of entries) if (entry.object === object) entries.delete(key);
  });
}

/** Takes the grants along when an object is renamed or moved. */
export function moveGrants(store: Store, objectType: GrantedType, from: QualifiedName, to: QualifiedName): void {
  const entries = store.grants.get(slotOf(objectType, from));
  if (entries === undefined) return;
  const [before, after] = objectType === 'schema' ? [from.name, to.name] : [formatQualified(from), formatQualified(to)];
  const moved = [...entries.values()].map((entry) => ({ ...entry, object: after + entry.object.slice(before.length) }));
  store.grants.remove(slotOf(objectType, from));
  store.grants.put(slotOf(objectType, to), new Map(moved.map((entry) => [entryKey(entry), entry])));
}
