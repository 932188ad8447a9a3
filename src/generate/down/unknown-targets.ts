import type { Catalog } from '../../catalog/catalog.js';
import type { Relation } from '../../catalog/model.js';
import { quoteName, type WrittenName } from '../../core/name.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import { cannot, nothing, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';

const notKnown = (object: string): Undo =>
  cannot(
    'an object that these migrations do not make',
    `${object} was made outside of these migrations: what it was before is not known.`,
  );

/** Without IF EXISTS the server would refuse it, so that something made it. */
const mustExist = (op: Operation): boolean => 'ifExists' in op && !op.ifExists;

/** The operation takes away or replaces what the history does not show. */
export function unknownTarget(op: Operation, { catalog }: UndoContext): Undo {
  switch (op.kind) {
    case 'dropTable':
      return catalog.relation(op.table) === 'unknown' ? notKnown(quoteName(op.table)) : nothing;
    case 'dropIndex':
      return catalog.index(op.index) === 'unknown' ? notKnown(quoteName(op.index)) : nothing;
    case 'dropObject':
      return unknownObject(op, catalog);
    case 'dropColumn':
    case 'alterColumnType':
    case 'setDefault':
    case 'dropDefault':
    case 'setNotNull':
    case 'dropNotNull':
    case 'addIdentity':
    case 'setIdentity':
    case 'dropIdentity':
    case 'dropExpression':
    case 'setExpression':
      return isPartUnknown(op, catalog, ({ columns }) => columns.has(op.column))
        ? notKnown(`${quoteName(op.table)}.${op.column}`)
        : nothing;
    case 'dropConstraint':
    case 'alterConstraint':
      return isPartUnknown(op, catalog, ({ constraints }) => constraints.has(op.constraint))
        ? notKnown(`The constraint ${op.constraint}`)
        : nothing;
    case 'alterPolicy': {
      const table = catalog.relation(op.table);
      return typeof table === 'string' || !table.policies.has(op.policy)
        ? notKnown(`The policy ${op.policy}`)
        : nothing;
    }
    case 'createView':
      return op.orReplace && !catalog.complete && catalog.relation(op.view) === 'unknown'
        ? notKnown(quoteName(op.view))
        : nothing;
    case 'createFunction':
      return op.orReplace && !catalog.complete && catalog.routines(op.function) === 'unknown'
        ? notKnown(quoteName(op.function))
        : nothing;
    case 'alterFunction':
      return typeof catalog.routines(op.function) === 'string' ? notKnown(quoteName(op.function)) : nothing;
    case 'addEnumValue':
      return catalog.type(op.type) === 'unknown' ? notKnown(quoteName(op.type)) : nothing;
    default:
      return nothing;
  }
}

/** A column or a constraint that the table must have had, and that the history does not show. */
function isPartUnknown(
  op: Operation & { readonly table: WrittenName },
  catalog: Catalog,
  has: (table: Relation) => boolean,
): boolean {
  const table = catalog.relation(op.table);
  if (typeof table === 'string') return table === 'unknown';
  return (!table.complete || mustExist(op)) && !has(table);
}

function unknownObject(op: OperationOf<'dropObject'>, catalog: Catalog): Undo {
  const { object, objectType } = op;
  const name = `The ${objectType} ${object.name}`;
  switch (objectType) {
    case 'view':
    case 'materialized view':
    case 'sequence':
    case 'foreign table':
      return catalog.relation(object) === 'unknown' ? notKnown(name) : nothing;
    case 'type':
    case 'domain':
      return catalog.type(object) === 'unknown' ? notKnown(name) : nothing;
    case 'function':
    case 'procedure':
    case 'routine':
      return catalog.routines(object) === 'unknown' ? notKnown(name) : nothing;
    case 'policy':
    case 'trigger':
    case 'rule':
      return isUnknownOnTable(op, objectType, catalog) ? notKnown(name) : nothing;
    case 'extension':
      return catalog.extension(object.name) === 'unknown' ? notKnown(name) : nothing;
    default:
      return nothing;
  }
}

function isUnknownOnTable(
  { object, ifExists }: OperationOf<'dropObject'>,
  objectType: 'policy' | 'trigger' | 'rule',
  catalog: Catalog,
): boolean {
  const table = object.on ? catalog.relation(object.on) : 'absent';
  if (typeof table === 'string') return table === 'unknown';
  const { policies, triggers, rules } = table;
  return (
    !{ policy: policies, trigger: triggers, rule: rules }[objectType].has(object.name) && !(ifExists && table.unit > 0)
  );
}
