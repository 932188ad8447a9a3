import type { WrittenName } from '../core/name.js';
import { expressionsIn } from '../effects/operation-expressions.js';
import type { References, TypeName } from '../sql/expression.js';
import type { ColumnDefinition, ConstraintDefinition, ObjectName, ObjectType, Operation } from '../sql/operation.js';
import { referencesOf } from '../sql/references.js';

/** The names that an operation needs, or would change: what they point to must be there before it. */
export interface UsedNames {
  readonly relations: readonly WrittenName[];
  readonly types: readonly WrittenName[];
  readonly routines: readonly WrittenName[];
  readonly indexes: readonly WrittenName[];
  readonly columns: readonly { readonly table: WrittenName; readonly column: string }[];
}

const nothing: UsedNames = { relations: [], types: [], routines: [], indexes: [], columns: [] };

const joined = (many: readonly Partial<UsedNames>[]): UsedNames => ({
  relations: many.flatMap(({ relations = [] }) => relations),
  types: many.flatMap(({ types = [] }) => types),
  routines: many.flatMap(({ routines = [] }) => routines),
  indexes: many.flatMap(({ indexes = [] }) => indexes),
  columns: many.flatMap(({ columns = [] }) => columns),
});

const ofReferences = ({ relations, functions, types }: References): Partial<UsedNames> => ({
  relations,
  types,
  routines: functions,
});

const ofConstraint = (constraint: ConstraintDefinition): Partial<UsedNames> =>
  constraint.type === 'foreignKey' ? { relations: [constraint.references] } : {};

const ofColumn = ({ type, constraints }: ColumnDefinition): Partial<UsedNames> =>
  joined([{ types: [type] }, ...constraints.map(ofConstraint)]);

const ofTypes = (types: readonly (TypeName | undefined)[]): Partial<UsedNames> => ({
  types: types.filter((type) => type !== undefined),
});

/** A name of an object by what kind of object it is; those that hang on a table use the table. */
function ofObject(objectType: ObjectType, object: ObjectName): Partial<UsedNames> {
  if (object.on !== undefined) return { relations: [object.on] };
  switch (objectType) {
    case 'table':
    case 'foreign table':
    case 'view':
    case 'materialized view':
    case 'sequence':
      return { relations: [object] };
    case 'index':
      return { indexes: [object] };
    case 'type':
    case 'domain':
      return { types: [object] };
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
      return { routines: [object] };
    default:
      return {};
  }
}

/** What only this kind of operation names. */
function ofKind(op: Operation): Partial<UsedNames> {
  switch (op.kind) {
    case 'createTable':
      return joined([
        { relations: [...op.like.map(({ source }) => source), ...op.inherits] },
        { relations: op.partitionOf ? [op.partitionOf.parent] : [], types: op.ofType ? [op.ofType] : [] },
        ...op.columns.map(ofColumn),
        ...op.constraints.map(ofConstraint),
      ]);
    case 'addColumn':
      return ofColumn(op.column);
    case 'alterColumnType':
      return { types: [op.type], columns: [{ table: op.table, column: op.column }] };
    case 'addConstraint':
      return ofConstraint(op.constraint);
    case 'createIndex':
      return {
        columns: op.elements.flatMap(({ column }) => (column === undefined ? [] : [{ table: op.table, column }])),
      };
    case 'dropColumn':
    case 'renameColumn':
    case 'setDefault':
    case 'dropDefault':
    case 'setNotNull':
    case 'dropNotNull':
      return { columns: [{ table: op.table, column: op.column }] };
    case 'attachPartition':
    case 'detachPartition':
      return { relations: [op.partition] };
    case 'setInheritance':
      return { relations: [op.parent] };
    case 'setTableType':
      return { types: op.type ? [op.type] : [] };
    case 'createView':
    case 'createMaterializedView':
    case 'doBlock':
      return ofReferences(op.references);
    case 'createTableAs':
    case 'select':
      return ofReferences(referencesOf(op.query));
    case 'createFunction':
      return joined([
        ofReferences(op.references),
        ofTypes([op.returns, ...op.arguments.map((argument) => argument.type)]),
      ]);
    case 'createTrigger':
      return { routines: [op.function] };
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return { relations: op.reads };
    case 'refreshMaterializedView':
      return { relations: [op.view] };
    case 'dropIndex':
      return { indexes: [op.index] };
    case 'dropObject':
    case 'renameObject':
    case 'setObjectSchema':
    case 'changeOwner':
      return ofObject(op.objectType, op.object);
    case 'grant':
      return joined(op.objects.map((object) => ofObject(op.objectType, object)));
    case 'alterFunction':
      return { routines: [op.function] };
    case 'addEnumValue':
    case 'renameEnumValue':
    case 'alterCompositeType':
      return { types: [op.type] };
    case 'alterDomain':
      return { types: [op.domain] };
    case 'createDomain':
      return { types: [op.type] };
    case 'alterSequence':
      return { relations: [op.sequence] };
    case 'call':
      return { routines: [op.procedure] };
    default:
      return {};
  }
}

/** The table that nearly every operation names; of those that make one it is the new name. */
function ofTable(op: Operation): Partial<UsedNames> {
  if (op.kind === 'createTable' || op.kind === 'createTableAs') return {};
  if ('table' in op && op.table !== undefined) return { relations: [op.table] };
  if ('tables' in op) return { relations: op.tables };
  return {};
}

export function usedNames(op: Operation): UsedNames {
  // Comments on things are no reason to need them.
  if (op.kind === 'commentOn') return nothing;
  const expressions = expressionsIn(op);
  return joined([
    ofTable(op),
    ofKind(op),
    ...(expressions.length > 0 ? [ofReferences(referencesOf(expressions))] : []),
  ]);
}
