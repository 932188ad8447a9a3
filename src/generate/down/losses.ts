import type { Catalog } from '../../catalog/catalog.js';
import { quoteName, type WrittenName } from '../../core/name.js';
import { builtinVolatility } from '../../effects/builtin-volatility.js';
import { isAggregateName } from '../../sql/aggregates.js';
import type { Operation, OperationKind, OperationOf } from '../../sql/operation.js';
import { referencesOf } from '../../sql/references.js';
import { grantOptionFact } from './chronicle.js';
import { isFreshName } from './fresh-names.js';
import { jobCall } from './scheduled-jobs.js';
import { cannot, joined, nothing, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';
import { unknownTarget } from './unknown-targets.js';

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
  grant: (op, context) => (op.isGrant ? nothing : lossOfGrantOptions(context)),
  dropObject: (_, context) => lossOfGrantOptions(context),
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

/** The catalog keeps who has a right, and not whether they may pass it on. */
const lossOfGrantOptions = ({ chronicle }: UndoContext): Undo =>
  chronicle.last(grantOptionFact) === undefined
    ? nothing
    : cannot(
        'rights that may be passed on',
        'Rights come back without WITH GRANT OPTION, which some were given with: see the earlier GRANTs.',
      );

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
