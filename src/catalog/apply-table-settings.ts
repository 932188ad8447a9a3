import { formatQualified } from '../core/name.js';
import type { OperationOf } from '../sql/operation.js';
import { relationToChange } from './creation.js';
import type { Relation, Trigger } from './model.js';
import { resolveRoutine } from './resolve.js';
import { matchesArguments } from './routine-signature.js';
import { putRelation, type Store, withEntry, withoutEntry } from './store.js';

type OnTable = { readonly table: { readonly schema?: string | undefined; readonly name: string } };

function changeTable(store: Store, { table }: OnTable, change: (relation: Relation) => Relation): void {
  const relation = relationToChange(store, table);
  if (relation !== undefined) putRelation(store, change(relation));
}

const turnOn =
  (change: { readonly enabled: true } | { readonly forced: true }) =>
  (store: Store, op: OnTable): void =>
    changeTable(store, op, (relation) => {
      const { enabled, forced } = { ...relation.rowSecurity, ...change };
      return { ...relation, rowSecurity: { enabled, forced } };
    });

export const enableRowSecurity = turnOn({ enabled: true });
export const forceRowSecurity = turnOn({ forced: true });

export const disableRowSecurity = (store: Store, op: OperationOf<'disableRowSecurity'>): void =>
  changeTable(store, op, (relation) => {
    const writtenAt = { unit: store.state.unit, span: op.span };
    return { ...relation, rowSecurity: { ...relation.rowSecurity, enabled: false, writtenAt } };
  });

/** Of a table that is not forced it takes nothing away. */
export const noForceRowSecurity = (store: Store, op: OperationOf<'noForceRowSecurity'>): void =>
  changeTable(store, op, (relation) => {
    if (!relation.rowSecurity.forced) return relation;
    const writtenAt = relation.rowSecurity.writtenAt ?? { unit: store.state.unit, span: op.span };
    return { ...relation, rowSecurity: { ...relation.rowSecurity, forced: false, writtenAt } };
  });

export const setLogged = (store: Store, op: OperationOf<'setLogged'>): void =>
  changeTable(store, op, (relation) => ({ ...relation, persistence: op.logged ? 'permanent' : 'unlogged' }));

export function setOptions(store: Store, op: OperationOf<'setOptions'>): void {
  if (op.objectType === 'index') return;
  changeTable(store, op, (relation) => {
    const options = { ...relation.options };
    for (const [name, value] of Object.entries(op.options)) {
      if (value === null) delete options[name];
      else options[name] = value;
    }
    return { ...relation, options };
  });
}

export function setTriggerState(store: Store, op: OperationOf<'setTriggerState'>): void {
  if (op.objectType === 'rule') return;
  const set = (trigger: Trigger): Trigger =>
    typeof op.name !== 'string' || op.name === trigger.name ? { ...trigger, state: op.state } : trigger;
  changeTable(store, op, (relation) => ({
    ...relation,
    triggers: new Map([...relation.triggers].map(([name, trigger]) => [name, set(trigger)])),
  }));
}

const relationTypes: ReadonlySet<string> = new Set(['table', 'foreign table', 'view', 'materialized view', 'sequence']);

export function changeOwner(store: Store, op: OperationOf<'changeOwner'>): void {
  const { object, owner } = op;
  if (relationTypes.has(op.objectType)) {
    changeTable(store, { table: object }, (relation) => ({ ...relation, owner }));
  } else if (op.objectType === 'function' || op.objectType === 'procedure' || op.objectType === 'routine') {
    const key = formatQualified(resolveRoutine(store, object));
    const overloads = store.routines.get(key);
    const change = overloads?.map((routine) =>
      matchesArguments(routine, object.arguments) ? { ...routine, owner } : routine,
    );
    if (change !== undefined) store.routines.put(key, change);
  } else if (op.objectType === 'schema') {
    const schema = store.schemas.get(object.name);
    if (schema !== undefined) store.schemas.put(object.name, { ...schema, owner });
  }
}

export function commentOn(store: Store, op: OperationOf<'commentOn'>): void {
  const { object, text } = op;
  if (relationTypes.has(op.objectType)) {
    changeTable(store, { table: object }, (relation) => ({ ...relation, comment: text ?? undefined }));
  } else if (op.objectType === 'column' && object.on !== undefined) {
    changeTable(store, { table: object.on }, (relation) => ({
      ...relation,
      columnComments:
        text === null
          ? withoutEntry(relation.columnComments, object.name)
          : withEntry(relation.columnComments, object.name, text),
    }));
  }
}
