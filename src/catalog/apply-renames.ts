import { formatQualified, type QualifiedName } from '../core/name.js';
import type { ObjectType, OperationOf, RenameObject, SetObjectSchema } from '../sql/operation.js';
import { renameConstraint } from './apply-constraints.js';
import { family } from './children.js';
import { relationToChange } from './creation.js';
import { isRelationNameTaken } from './implicit-names.js';
import { renameIndexKey } from './indexes.js';
import { moveRoutines } from './move-routines.js';
import { moveRelation, moveType } from './moves.js';
import { moveGrants } from './privileges.js';
import { renameColumnOf } from './rename-columns.js';
import { find, markUncertain } from './resolve.js';
import { changeRelation, type Store, withRenamedEntry } from './store.js';

export function renameColumn(store: Store, op: OperationOf<'renameColumn'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined) return;
  for (const member of family(store, table.name, op.only)) renameColumnOf(store, member, op.column, op.to);
}

type Space = 'relation' | 'type' | 'function';

function spaceOf(objectType: ObjectType): Space | undefined {
  switch (objectType) {
    case 'table':
    case 'foreign table':
    case 'view':
    case 'materialized view':
    case 'index':
    case 'sequence':
      return 'relation';
    case 'type':
    case 'domain':
      return 'type';
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
      return 'function';
    default:
      return undefined;
  }
}

/** Moves a thing that has a schema, or says that a branch of a block may have done so. */
function move(
  store: Store,
  op: RenameObject | SetObjectSchema,
  space: Space,
  target: (from: QualifiedName) => QualifiedName,
): void {
  const holders = { relation: [store.relations, store.indexes], type: [store.types], function: [store.routines] };
  if (space === 'relation' && find(store, op.object, ...holders.relation) === undefined) {
    // Something from outside of the history is known under its new name at least.
    relationToChange(store, op.object);
  }
  const from = find(store, op.object, ...holders[space]);
  if (from === undefined) return;
  const to = target(from);
  if (op.block?.conditional === true) {
    markUncertain(store, space, from);
    markUncertain(store, space, to);
  } else if (space === 'type') moveType(store, from, to);
  else if (space === 'function') moveRoutines(store, from, to, op.object.arguments);
  else if (store.indexes.has(formatQualified(from))) moveIndex(store, from, to);
  else moveRelation(store, from, to);
}

/** The constraint of an index takes the new name as well. */
function moveIndex(store: Store, from: QualifiedName, to: QualifiedName): void {
  const index = store.indexes.get(formatQualified(from));
  if (index === undefined || isRelationNameTaken(store, to.schema, to.name)) return;
  if (index.constraint !== undefined) renameConstraint(store, index.table, index.constraint, to.name);
  else renameIndexKey(store, from, to);
}

/** Triggers, policies and rules, which live on a table. */
function renamePart(store: Store, op: RenameObject): void {
  const table = op.object.on && relationToChange(store, op.object.on);
  if (table === undefined) return;
  const { name } = op.object;
  changeRelation(store, table.name, (relation) => {
    switch (op.objectType) {
      case 'trigger':
        return {
          ...relation,
          triggers: withRenamedEntry(relation.triggers, name, op.to, (value) => ({ ...value, name: op.to })),
        };
      case 'policy':
        return {
          ...relation,
          policies: withRenamedEntry(relation.policies, name, op.to, (value) => ({ ...value, name: op.to })),
        };
      case 'rule':
        return { ...relation, rules: new Set([...relation.rules].map((rule) => (rule === name ? op.to : rule))) };
      default:
        return relation;
    }
  });
}

function renameSchema(store: Store, from: string, to: string): void {
  const schema = store.schemas.get(from);
  if (schema === undefined) return;
  store.schemas.remove(from);
  store.schemas.put(to, { ...schema, name: to });
  moveGrants(store, 'schema', { schema: from, name: from }, { schema: to, name: to });
  const moved = ({ name }: QualifiedName): QualifiedName => ({ schema: to, name });
  // Owned sequences and composite types go with their table or type, and are not found again.
  for (const { name } of [...store.relations.values()])
    if (name.schema === from) moveRelation(store, name, moved(name));
  for (const { name } of [...store.types.values()]) if (name.schema === from) moveType(store, name, moved(name));
  for (const [first] of [...store.routines.values()])
    if (first?.name.schema === from) moveRoutines(store, first.name, moved(first.name), undefined);
  for (const extension of [...store.extensions.values()])
    if (extension.schema === from) store.extensions.put(extension.name, { ...extension, schema: to });
}

export function renameObject(store: Store, op: RenameObject): void {
  const space = spaceOf(op.objectType);
  if (space !== undefined) move(store, op, space, ({ schema }) => ({ schema, name: op.to }));
  else if (op.objectType === 'schema') renameSchema(store, op.object.name, op.to);
  else renamePart(store, op);
}

export function setObjectSchema(store: Store, op: SetObjectSchema): void {
  const space = spaceOf(op.objectType);
  if (space !== undefined) move(store, op, space, ({ name }) => ({ schema: op.to, name }));
  const extension = op.objectType === 'extension' ? store.extensions.get(op.object.name) : undefined;
  if (extension !== undefined) store.extensions.put(extension.name, { ...extension, schema: op.to });
}
