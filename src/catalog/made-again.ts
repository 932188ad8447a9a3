import type { QualifiedName, WrittenName } from '../core/name.js';
import type { ObjectName, ObjectType, Operation } from '../sql/operation.js';
import type { Script } from '../sql/script.js';
import { operationsAfter } from '../sql/script-order.js';
import type { Catalog } from './catalog.js';
import { isNameTakenAgain } from './name-taken-again.js';

/** After `op` the script makes a table of this name, with columns of its own. */
export const isTableMadeAgain = (catalog: Catalog, script: Script, op: Operation, table: WrittenName): boolean =>
  isMadeBy(catalog, script, op, table, (later) =>
    later.kind === 'createTable' || later.kind === 'createTableAs' ? later.table : undefined,
  );

/** After `op` the script makes an object of the same kind and name, or gives the name to another one. */
export function isMadeAgain(
  catalog: Catalog,
  script: Script,
  op: Operation,
  objectType: ObjectType,
  object: ObjectName,
): boolean {
  switch (objectType) {
    case 'view':
    case 'materialized view':
    case 'foreign table':
      return isNameTakenAgain(catalog, script, op, object);
    case 'sequence':
      return isMadeBy(catalog, script, op, object, (later) =>
        later.kind === 'createSequence' ? later.sequence : renamedTo(later, ['sequence', 'table']),
      );
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
      return isMadeBy(catalog, script, op, object, (later) =>
        later.kind === 'createFunction' ? later.function : renamedTo(later, ['function', 'procedure', 'routine']),
      );
    case 'type':
    case 'domain':
      return isMadeBy(catalog, script, op, object, typeMadeBy);
    default:
      return false;
  }
}

function typeMadeBy(op: Operation): WrittenName | undefined {
  switch (op.kind) {
    case 'createEnum':
    case 'createCompositeType':
    case 'createOtherType':
      return op.type;
    case 'createDomain':
      return op.domain;
    default:
      return renamedTo(op, ['type', 'domain']);
  }
}

const renamedTo = (op: Operation, objectTypes: readonly ObjectType[]): WrittenName | undefined =>
  op.kind === 'renameObject' && objectTypes.includes(op.objectType)
    ? { schema: op.object.schema, name: op.to }
    : undefined;

function isMadeBy(
  catalog: Catalog,
  script: Script,
  op: Operation,
  name: WrittenName,
  nameMadeBy: (later: Operation) => WrittenName | undefined,
): boolean {
  const wanted: QualifiedName = catalog.resolve(name);
  return operationsAfter(script, op).some((later) => {
    const made = nameMadeBy(later);
    // What was dropped no longer lies on the search_path, so that a bare name leads to where new objects go.
    return made?.name === wanted.name && (made.schema ?? wanted.schema) === wanted.schema;
  });
}
