import type { Catalog } from '../../catalog/catalog.js';
import { quoteName, type WrittenName } from '../../core/name.js';
import { builtinVolatility } from '../../effects/builtin-volatility.js';
import { isAggregateName } from '../../sql/aggregates.js';
import type { Operation, OperationKind, OperationOf } from '../../sql/operation.js';
import { referencesOf } from '../../sql/references.js';
import { isFreshName } from './fresh-names.js';
import { jobCall } from './scheduled-jobs.js';
import { cannot, joined, nothing, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';

type Losses = {
  readonly [Kind in OperationKind]?: (op: OperationOf<Kind>, context: UndoContext) => Undo;
};

const rows = (name: WrittenName, catalog: Catalog): string => `rows of ${quoteName(catalog.resolve(name))}`;

/** What no SQL can bring back, because only the rows and the server knew it. */
const losses: Losses = {
  insert: (op, context) =>
    isFreshName(op.table, context)
      ? nothing
      : cannot(
          'inserted rows',
          `The new ${rows(op.table, context.catalog)} stay: delete them by a condition that fits no other row.`,
        ),
  copy: (op, context) =>
    op.direction === 'to' || op.table === undefined || isFreshName(op.table, context)
      ? nothing
      : cannot('inserted rows', `The copied ${rows(op.table, context.catalog)} stay.`),
  update: (op, context) =>
    isFreshName(op.table, context) || onlyNewColumns(op, context)
      ? nothing
      : cannot(
          'former values of updated rows',
          `The former values of the updated ${rows(op.table, context.catalog)} are not known.`,
        ),
  merge: (op, context) =>
    isFreshName(op.table, context)
      ? nothing
      : cannot('former values of updated rows', `What MERGE did to ${rows(op.table, context.catalog)} is not known.`),
  delete: (op, context) =>
    isFreshName(op.table, context)
      ? nothing
      : cannot(
          'deleted rows',
          `The deleted ${rows(op.table, context.catalog)} do not come back.`,
          `In the up, before the DELETE, with its own WHERE:\n  CREATE TABLE ${archiveOf(op.table, context.catalog)} AS SELECT * FROM ${quoteName(context.catalog.resolve(op.table))} WHERE …;`,
        ),
  truncate: (op, context) =>
    op.tables.every((table) => isFreshName(table, context))
      ? nothing
      : cannot(
          'deleted rows',
          `The ${op.tables.map((table) => rows(table, context.catalog)).join(', ')} do not come back.`,
        ),
  dropSchema: ({ schema, cascade }) =>
    cascade
      ? cannot('a schema dropped with CASCADE', `What ${schema} held beyond these migrations does not come back.`)
      : nothing,
  dropDatabase: ({ database }) => cannot('a dropped database', `The database ${database} does not come back.`),
  dropOwned: () => cannot('objects of a dropped owner', 'What DROP OWNED took away is not known.'),
  createDatabase: ({ database }) => cannot('a new database', `The database ${database} stays: drop it by hand.`),
  createTablespace: ({ tablespace }) =>
    cannot('a new tablespace', `The tablespace ${tablespace} stays: drop it by hand.`),
  alterSystem: ({ setting }) => cannot('a setting of the server', `The former value of ${setting} is not known.`),
  setIdentity: ({ sequence, column }) =>
    Object.values(sequence).some((value) => value !== undefined)
      ? cannot('options of a sequence', `The former options of the sequence of ${column} are not known.`)
      : nothing,
  doBlock: ({ analysed }) =>
    analysed
      ? nothing
      : cannot('a DO block that cannot be read', 'This DO block cannot be read: see what it did, and undo it here.'),
  dynamicSql: ({ block }) =>
    cannot('dynamic SQL', `SQL put together at run time${block ? ' in a DO block' : ''} is not undone.`),
  call: ({ procedure }) => cannot('a call', `What the procedure ${quoteName(procedure)} did is not undone.`),
  select: lossOfSelect,
  otherDdl: ({ tag }) => cannot('DDL that is not followed', `This statement is not undone (${tag}).`),
  otherTableChange: ({ tag }) => cannot('DDL that is not followed', `This change of the table is not undone (${tag}).`),
  unknown: () => cannot('a statement that cannot be read', 'This statement cannot be read, and is not undone.'),
};

const archiveOf = (name: WrittenName, catalog: Catalog): string => {
  const { schema, name: own } = catalog.resolve(name);
  return quoteName({ schema, name: `${own}_archive` });
};

function onlyNewColumns({ table, columns }: OperationOf<'update'>, { catalog, unit }: UndoContext): boolean {
  const relation = catalog.relation(table);
  return (
    typeof relation !== 'string' &&
    columns.length > 0 &&
    columns.every((name) => relation.columns.get(name)?.unit === unit)
  );
}

/** A query may change things by the functions that it calls. */
function lossOfSelect(op: OperationOf<'select'>): Undo {
  const { query } = op;
  if (jobCall(op) !== undefined) return nothing;
  if (query.modifies.length > 0)
    return cannot('former values of updated rows', 'What the query changed in WITH is not undone.');
  const called = referencesOf(query).functions.filter(
    (name) =>
      (builtinVolatility(name.name, name.schema) === undefined && !isAggregateName(name.name)) ||
      changesThings.has(name.name),
  );
  const [first] = called;
  return first === undefined ? nothing : cannot('a call', `What the function ${quoteName(first)} did is not undone.`);
}

const changesThings: ReadonlySet<string> = new Set(['setval', 'lo_create', 'lo_unlink', 'lo_import', 'pg_notify']);

export function lossesOf(op: Operation, context: UndoContext): Undo {
  const run = <Kind extends OperationKind>(kind: Kind, operation: OperationOf<Kind>): Undo =>
    losses[kind]?.(operation, context) ?? nothing;
  return joined(run(op.kind, op), unknownTarget(op, context));
}

const notKnown = (object: string): Undo =>
  cannot(
    'an object that these migrations do not make',
    `${object} was made outside of these migrations: what it was before is not known.`,
  );

/** The operation takes away or replaces what the history does not show. */
function unknownTarget(op: Operation, { catalog }: UndoContext): Undo {
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
    case 'setExpression': {
      const table = catalog.relation(op.table);
      const isUnknown =
        table === 'unknown' || (typeof table !== 'string' && !table.complete && !table.columns.has(op.column));
      return isUnknown ? notKnown(`${quoteName(op.table)}.${op.column}`) : nothing;
    }
    case 'dropConstraint':
    case 'alterConstraint': {
      const table = catalog.relation(op.table);
      const isUnknown =
        table === 'unknown' || (typeof table !== 'string' && !table.complete && !table.constraints.has(op.constraint));
      return isUnknown ? notKnown(`The constraint ${op.constraint}`) : nothing;
    }
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
    case 'rule': {
      const table = object.on ? catalog.relation(object.on) : 'absent';
      if (table === 'absent') return nothing;
      if (table === 'unknown') return notKnown(name);
      const has =
        objectType === 'rule'
          ? table.rules.has(object.name)
          : (objectType === 'policy' ? table.policies : table.triggers).has(object.name);
      return has || table.unit > 0 ? nothing : notKnown(name);
    }
    case 'extension':
      return catalog.extension(object.name) === 'unknown' ? notKnown(name) : nothing;
    default:
      return nothing;
  }
}
