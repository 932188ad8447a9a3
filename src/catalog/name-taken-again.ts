import { formatQualified, type WrittenName } from '../core/name.js';
import type { Operation } from '../sql/operation.js';
import type { Script } from '../sql/script.js';
import { operationsAfter, operationsBefore } from '../sql/script-order.js';
import type { Catalog } from './catalog.js';

/** After `op` the script gives the name to another view or table, so that code that uses the name goes on. */
export function isNameTakenAgain(catalog: Catalog, script: Script, op: Operation, name: WrittenName): boolean {
  const wanted = formatQualified(catalog.resolve(name));
  return operationsAfter(script, op).some((later) => {
    const taken = takenName(later);
    return taken !== undefined && formatQualified(catalog.resolve(taken)) === wanted;
  });
}

/** The name that a relation had before the script renamed it to the one it has now; the present one where it did not. */
export function nameBefore(script: Script, op: Operation, table: WrittenName): WrittenName {
  const rename = operationsBefore(script, op).find(
    (before) => before.kind === 'renameObject' && before.to === table.name && before.object.schema === table.schema,
  );
  return rename?.kind === 'renameObject' ? rename.object : table;
}

function takenName(op: Operation): WrittenName | undefined {
  switch (op.kind) {
    case 'createView':
    case 'createMaterializedView':
      return op.view;
    case 'createTable':
    case 'createTableAs':
      return op.table;
    case 'renameObject':
      return { schema: op.object.schema, name: op.to };
    default:
      return undefined;
  }
}
