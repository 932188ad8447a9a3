import type { Operation } from './operation.js';
import type { Script } from './script.js';

const operationsOf = (script: Script): readonly Operation[] =>
  script.statements.flatMap(({ operations }) => operations);

/** What the script does before `op`, in order. */
export function operationsBefore(script: Script, op: Operation): readonly Operation[] {
  const operations = operationsOf(script);
  return operations.slice(0, Math.max(0, operations.indexOf(op)));
}

/** What the script does after `op`, in order. */
export function operationsAfter(script: Script, op: Operation): readonly Operation[] {
  const operations = operationsOf(script);
  const at = operations.indexOf(op);
  return at === -1 ? [] : operations.slice(at + 1);
}
