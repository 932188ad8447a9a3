import type { Catalog } from '../catalog/catalog.js';
import { formatQualified } from '../core/name.js';
import type { AddConstraint } from '../sql/operation.js';
import type { Script } from '../sql/script.js';
import { operationsOf } from '../sql/script-order.js';

/** The file drops a constraint of this name before it adds this one, so that both cannot be there at once. */
export function replacesConstraint(op: AddConstraint, name: string, script: Script, catalog: Catalog): boolean {
  const table = formatQualified(catalog.resolve(op.table));
  return operationsOf(script).some(
    (each) =>
      each.kind === 'dropConstraint' &&
      each.constraint === name &&
      each.span.start < op.span.start &&
      formatQualified(catalog.resolve(each.table)) === table,
  );
}
