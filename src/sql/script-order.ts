import type { Operation } from './operation.js';
import type { Script } from './script.js';

interface Order {
  readonly operations: readonly Operation[];
  readonly places: ReadonlyMap<Operation, number>;
}

/** Asked again for each statement of a file, which must not cost a walk through the whole file each time. */
const orders = new WeakMap<Script, Order>();

function orderOf(script: Script): Order {
  const known = orders.get(script);
  if (known !== undefined) return known;
  const operations = script.statements.flatMap((statement) => statement.operations);
  const order = { operations, places: new Map(operations.map((op, place) => [op, place])) };
  orders.set(script, order);
  return order;
}

/** All that the script does, in order. */
export const operationsOf = (script: Script): readonly Operation[] => orderOf(script).operations;

/** What the script does before `op`, in order. */
export function operationsBefore(script: Script, op: Operation): readonly Operation[] {
  const { operations, places } = orderOf(script);
  return operations.slice(0, places.get(op) ?? 0);
}

/** What the script does after `op`, in order. */
export function operationsAfter(script: Script, op: Operation): readonly Operation[] {
  const { operations, places } = orderOf(script);
  const at = places.get(op);
  return at === undefined ? [] : operations.slice(at + 1);
}
