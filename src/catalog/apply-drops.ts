import { formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import type { DropObject, ObjectType, OperationOf } from '../sql/operation.js';
import { usersOfType } from './columns-of-type.js';
import { relationToChange } from './creation.js';
import { dependentsOfRoutine } from './dependents.js';
import type { RelationKind } from './model.js';
import { dropGrants } from './privileges.js';
import { forgetColumn, removeColumn, removeColumnFromFamily, removeDependent, removeRelation } from './removal.js';
import { find, markUncertain } from './resolve.js';
import { matchesArguments, signatureOf } from './routine-signature.js';
import { changeRelation, type Store, withoutEntry } from './store.js';

interface Drop {
  readonly cascade: boolean;
  readonly block?: OperationOf<'dropTable'>['block'];
}

function dropRelation(store: Store, name: WrittenName, op: Drop): void {
  const found = find(store, name, store.relations);
  if (found === undefined) return;
  if (op.block?.conditional === true) markUncertain(store, 'relation', found);
  else removeRelation(store, found, op.cascade);
}

export const dropTable = (store: Store, op: OperationOf<'dropTable'>): void => dropRelation(store, op.table, op);

export function dropColumn(store: Store, op: OperationOf<'dropColumn'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  if (op.block?.conditional === true) forgetColumn(store, table, op.column);
  else removeColumnFromFamily(store, table.name, op.column, op);
}

export function dropSchema(store: Store, op: OperationOf<'dropSchema'>): void {
  if (op.block?.conditional === true) {
    store.uncertain.put(`schema:${op.schema}`, true);
    return;
  }
  if (op.cascade) emptySchema(store, op.schema);
  store.schemas.remove(op.schema);
  dropGrants(store, 'schema', { schema: op.schema, name: op.schema });
  for (const [key, entry] of [...store.defaultPrivileges])
    if (entry.schema === op.schema) store.defaultPrivileges.remove(key);
  for (const extension of [...store.extensions.values()])
    if (op.cascade && extension.schema === op.schema) store.extensions.remove(extension.name);
}

function emptySchema(store: Store, schema: string): void {
  for (const { name } of [...store.relations.values()]) if (name.schema === schema) removeRelation(store, name, true);
  for (const { name } of [...store.types.values()]) if (name.schema === schema) removeType(store, name, true);
  for (const overloads of [...store.routines.values()])
    for (const { name } of overloads) if (name.schema === schema) removeRoutines(store, name, undefined, true);
}

export function removeType(store: Store, name: QualifiedName, cascade: boolean): void {
  const users = cascade ? usersOfType(store, name) : [];
  store.types.remove(formatQualified(name));
  if (store.relations.get(formatQualified(name))?.kind === 'compositeType') removeRelation(store, name, cascade);
  dropGrants(store, 'type', name);
  // The server drops the columns, with their data.
  for (const { table, column } of users) removeColumn(store, table.name, column, true);
}

function removeRoutines(
  store: Store,
  name: QualifiedName,
  types: DropObject['object']['arguments'],
  cascade: boolean,
): void {
  const key = formatQualified(name);
  const overloads = store.routines.get(key) ?? [];
  const left = overloads.filter((routine) => !matchesArguments(routine, types));
  const dependents = cascade && left.length === 0 ? dependentsOfRoutine(store, name) : [];
  for (const routine of overloads)
    if (!left.includes(routine)) dropGrants(store, 'function', name, `${key}(${signatureOf(routine.arguments)})`);
  if (left.length === 0) store.routines.remove(key);
  else store.routines.put(key, left);
  for (const dependent of dependents) removeDependent(store, dependent);
}

function dropRoutine(store: Store, op: DropObject): void {
  const found = find(store, op.object, store.routines);
  if (found === undefined) return;
  if (op.block?.conditional === true) markUncertain(store, 'function', found);
  else removeRoutines(store, found, op.object.arguments, op.cascade);
}

function dropType(store: Store, op: DropObject): void {
  const found = find(store, op.object, store.types);
  if (found === undefined) return;
  if (op.block?.conditional === true) markUncertain(store, 'type', found);
  else removeType(store, found, op.cascade);
}

/** Policies, triggers, rules: what hangs on a table. */
function dropPart(store: Store, op: DropObject): void {
  const table = op.object.on && relationToChange(store, op.object.on);
  if (table === undefined) return;
  const { name } = op.object;
  changeRelation(store, table.name, (relation) => {
    if (op.objectType === 'policy') return { ...relation, policies: withoutEntry(relation.policies, name) };
    if (op.objectType === 'trigger') return { ...relation, triggers: withoutEntry(relation.triggers, name) };
    return { ...relation, rules: new Set([...relation.rules].filter((rule) => rule !== name)) };
  });
}

const kindsOf: { readonly [Type in ObjectType]?: RelationKind } = {
  view: 'view',
  'materialized view': 'materializedView',
  sequence: 'sequence',
  'foreign table': 'foreignTable',
};

/** DROP VIEW of a table is refused, also with IF EXISTS. What was made elsewhere may be of any kind. */
function dropNamedRelation(store: Store, op: DropObject): void {
  const found = find(store, op.object, store.relations);
  const relation = found && store.relations.get(formatQualified(found));
  if (relation === undefined || (relation.unit !== 0 && relation.kind !== kindsOf[op.objectType])) return;
  dropRelation(store, op.object, op);
}

function dropExtension(store: Store, op: DropObject): void {
  if (op.block?.conditional !== true) store.extensions.remove(op.object.name);
}

const droppers: { readonly [Type in ObjectType]?: (store: Store, op: DropObject) => void } = {
  view: dropNamedRelation,
  'materialized view': dropNamedRelation,
  sequence: dropNamedRelation,
  'foreign table': dropNamedRelation,
  type: dropType,
  domain: dropType,
  function: dropRoutine,
  procedure: dropRoutine,
  routine: dropRoutine,
  policy: dropPart,
  trigger: dropPart,
  rule: dropPart,
  extension: dropExtension,
};

export const dropObject = (store: Store, op: DropObject): void => droppers[op.objectType]?.(store, op);
