import type { Catalog } from '../catalog/catalog.js';
import { isAtLeast } from '../core/lock-mode.js';
import { formatQualified } from '../core/name.js';
import type { TargetServer } from '../core/server.js';
import type { AddEnumValue, Operation } from '../sql/operation.js';
import { applySetConstraints, asDeclared, type DeferredModes, deferredEvents } from './deferred-events.js';
import type { LockEffect } from './effects.js';
import type { Session } from './session.js';

type Held = Session['held'] extends ReadonlyMap<string, infer Entry> ? Entry : never;

/** What a transaction has gathered so far; all of it is gone when it ends. */
export interface TransactionState {
  readonly held: Map<string, Held>;
  readonly newEnumValues: Map<string, ReadonlySet<string>>;
  /** Tables with waiting events, and the constraints that wait. */
  readonly pending: Map<string, ReadonlySet<string>>;
  readonly newNotValid: Set<string>;
  /** Enums made in this transaction, by `schema.name`. */
  readonly newEnums: Set<string>;
  deferred: DeferredModes;
}

export const emptyState = (): TransactionState => ({
  held: new Map(),
  newEnumValues: new Map(),
  pending: new Map(),
  newNotValid: new Set(),
  newEnums: new Set(),
  deferred: asDeclared,
});

export const copyState = (state: TransactionState): TransactionState => ({
  held: new Map(state.held),
  newEnumValues: new Map(state.newEnumValues),
  pending: new Map(state.pending),
  newNotValid: new Set(state.newNotValid),
  newEnums: new Set(state.newEnums),
  deferred: state.deferred,
});

export function holdLocks({ held }: TransactionState, locks: readonly LockEffect[], statement: number): void {
  for (const { relation, target, mode } of locks) {
    const key = formatQualified(relation);
    const before = held.get(key);
    if (before !== undefined && isAtLeast(before.mode, mode)) continue;
    held.set(key, { relation, target, mode, statement });
  }
}

/** Follows one operation that has just been applied to the catalog. */
export function follow(state: TransactionState, op: Operation, catalog: Catalog, server: TargetServer): void {
  switch (op.kind) {
    case 'createEnum':
      state.newEnums.add(formatQualified(catalog.resolve(op.type)));
      return;
    case 'addEnumValue':
      followEnumValue(state, op, catalog, server);
      return;
    case 'addConstraint': {
      const { name, notValid } = op.constraint;
      if (notValid && name !== undefined)
        state.newNotValid.add(`${formatQualified(catalog.resolve(op.table))}.${name}`);
      return;
    }
    case 'setConstraints':
      state.deferred = applySetConstraints(state.deferred, op);
      if (!op.deferred) settle(state, new Set(op.constraints.map(({ name }) => name)));
      return;
    default:
      for (const { table, constraint } of deferredEvents(op, catalog, state.deferred)) {
        state.pending.set(table, new Set([...(state.pending.get(table) ?? []), constraint]));
      }
  }
}

/** From 17 on, the values of an enum that the same transaction made are safe to use. */
function followEnumValue(
  { newEnums, newEnumValues }: TransactionState,
  op: AddEnumValue,
  catalog: Catalog,
  { version }: TargetServer,
): void {
  const found = catalog.type(op.type);
  const type = formatQualified(typeof found === 'string' ? catalog.resolve(op.type) : found.name);
  if (version >= 17 && newEnums.has(type)) return;
  newEnumValues.set(type, new Set([...(newEnumValues.get(type) ?? []), op.value]));
}

/** SET CONSTRAINTS … IMMEDIATE runs the waiting events at once; without names, all of them. */
function settle({ pending }: TransactionState, names: ReadonlySet<string>): void {
  for (const [table, constraints] of pending) {
    const left = names.size === 0 ? [] : [...constraints].filter((name) => !names.has(name));
    if (left.length === 0) pending.delete(table);
    else pending.set(table, new Set(left));
  }
}
