import type { Operation } from './operation.js';
import type { Script } from './script.js';

/** Asked again for each statement of a file, which must not cost a walk through the whole file each time. */
const orders = new WeakMap<Script, readonly Operation[]>();
const places = new WeakMap<readonly Operation[], ReadonlyMap<Operation, number>>();

/** All that the script does, in order. */
export function operationsOf(script: Script): readonly Operation[] {
  const known = orders.get(script);
  if (known !== undefined) return known;
  const operations = script.statements.flatMap((statement) => statement.operations);
  orders.set(script, operations);
  return operations;
}

function placeOf(op: Operation, all: readonly Operation[]): number | undefined {
  const known = places.get(all);
  if (known !== undefined) return known.get(op);
  const found = new Map(all.map((one, place) => [one, place]));
  places.set(all, found);
  return found.get(op);
}

/** What the script does before `op`, in order. */
export function operationsBefore(script: Script, op: Operation): readonly Operation[] {
  const operations = operationsOf(script);
  return operations.slice(0, placeOf(op, operations) ?? 0);
}

/** What the script does after `op`, in order. */
export function operationsAfter(script: Script, op: Operation): readonly Operation[] {
  const operations = operationsOf(script);
  const at = placeOf(op, operations);
  return at === undefined ? [] : operations.slice(at + 1);
}
