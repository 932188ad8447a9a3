import type { OperationOf } from '../sql/operation.js';
import { family } from './children.js';
import { relationToChange } from './creation.js';
import type { Policy, Relation, Trigger } from './model.js';
import { resolveRoutine } from './resolve.js';
import { changeRelation, putRelation, type Store, withEntry } from './store.js';

export function createPolicy(store: Store, op: OperationOf<'createPolicy'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined || table.policies.has(op.policy)) return;
  const { permissive, command, roles, rolesWritten, using, withCheck } = op;
  const policy: Policy = {
    name: op.policy,
    permissive,
    command,
    roles,
    rolesWritten,
    using,
    withCheck,
    span: op.span,
    unit: store.state.unit,
  };
  putRelation(store, { ...table, policies: withEntry(table.policies, policy.name, policy) });
}

export function alterPolicy(store: Store, op: OperationOf<'alterPolicy'>): void {
  const table = relationToChange(store, op.table);
  const policy = table?.policies.get(op.policy);
  if (table === undefined || policy === undefined) return;
  const changed: Policy = {
    ...policy,
    roles: op.roles ?? policy.roles,
    rolesWritten: op.roles !== undefined || policy.rolesWritten,
    using: op.using ?? policy.using,
    withCheck: op.withCheck ?? policy.withCheck,
    writtenAt: { unit: store.state.unit, span: op.span },
  };
  putRelation(store, { ...table, policies: withEntry(table.policies, policy.name, changed) });
}

export function createTrigger(store: Store, op: OperationOf<'createTrigger'>): void {
  const table = relationToChange(store, op.table);
  if (table === undefined || (table.triggers.has(op.trigger) && !op.orReplace)) return;
  const { timing, events, columns, constraint, initiallyDeferred } = op;
  const trigger: Trigger = {
    name: op.trigger,
    function: resolveRoutine(store, op.function),
    timing,
    events,
    columns,
    constraint,
    initiallyDeferred,
    state: 'enabled',
    span: op.span,
    unit: store.state.unit,
  };
  const enter = (relation: Relation): Relation => ({
    ...relation,
    triggers: withEntry(relation.triggers, trigger.name, trigger),
  });
  // Row triggers of a partitioned table are made on its partitions too.
  const reaches = table.kind === 'partitionedTable' && op.level === 'row' ? family(store, table.name) : [table.name];
  for (const name of reaches) changeRelation(store, name, enter);
}

export function createRule(store: Store, op: OperationOf<'createRule'>): void {
  const table = relationToChange(store, op.table);
  if (table !== undefined) putRelation(store, { ...table, rules: new Set([...table.rules, op.rule]) });
}
