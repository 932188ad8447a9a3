import { quoteIdentifier, quoteName } from '../../core/name.js';
import type { ObjectName, Operation, OperationKind, OperationOf } from '../../sql/operation.js';
import { factKey } from './chronicle.js';
import { isFreshName } from './fresh-names.js';
import { objectText, placeOf, wordOf } from './object-text.js';
import { undoJob } from './scheduled-jobs.js';
import { table as alterTable, identifiers, literal, role } from './sql-text.js';
import { cannot, does, nothing, phase, statement, type Undo } from './step.js';
import type { UndoContext } from './undo-context.js';
import { undoDefaultPrivileges } from './undo-default-privileges.js';
import { undoComment, undoOtherDrop, undoOtherOwner } from './undo-other-objects.js';
import { undoTableFact } from './undo-table-facts.js';
import { undoTriggerState } from './undo-trigger-state.js';

type Undoers = {
  readonly [Kind in OperationKind]?: (op: OperationOf<Kind>, context: UndoContext) => Undo | undefined;
};

const settings = (sql: string): Undo => does(statement(phase.settings, sql));

const isMissing = (
  op: { readonly ifTableExists: boolean; readonly table: { readonly name: string } },
  { catalog }: UndoContext,
): boolean => op.ifTableExists && catalog.relation(op.table) === 'absent';

const undoers: Undoers = {
  renameColumn(op, context) {
    const { catalog } = context;
    if (isFreshName(op.table, context) || isMissing(op, context)) return nothing;
    const isType = op.objectType === 'type' || op.objectType === 'attribute';
    const owner = ['view', 'materialized view', 'foreign table'].includes(op.objectType)
      ? wordOf(op.objectType)
      : isType
        ? 'TYPE'
        : 'TABLE';
    const word = isType ? 'ATTRIBUTE' : 'COLUMN';
    const name = quoteName(catalog.resolve(op.table));
    return settings(`ALTER ${owner} ${name} RENAME ${word} ${quoteIdentifier(op.to)} TO ${quoteIdentifier(op.column)}`);
  },
  renameConstraint(op, context) {
    if (isFreshName(op.table, context) || isMissing(op, context)) return nothing;
    const table = alterTable(context.catalog.resolve(op.table));
    return settings(`${table} RENAME CONSTRAINT ${quoteIdentifier(op.to)} TO ${quoteIdentifier(op.constraint)}`);
  },
  renameObject(op, context) {
    if (op.object.on !== undefined && isFreshName(op.object.on, context)) return nothing;
    if (
      op.ifExists &&
      context.catalog.relation(op.object) === 'absent' &&
      context.catalog.index(op.object) === 'absent'
    )
      return nothing;
    const from = placeOf(op, context);
    const now = objectText(op.objectType, op.object, { ...from, name: op.to }, context.catalog);
    return settings(`ALTER ${wordOf(op.objectType)} ${now} RENAME TO ${quoteIdentifier(from.name)}`);
  },
  setObjectSchema(op, context) {
    if (op.ifExists && context.catalog.relation(op.object) === 'absent') return nothing;
    const from = placeOf(op, context);
    if (op.objectType === 'extension') return undefined;
    const now = objectText(op.objectType, op.object, { ...from, schema: op.to }, context.catalog);
    return settings(`ALTER ${wordOf(op.objectType)} ${now} SET SCHEMA ${quoteIdentifier(from.schema)}`);
  },
  renameEnumValue(op, { catalog }) {
    const type = quoteName(catalog.resolve(op.type));
    return settings(`ALTER TYPE ${type} RENAME VALUE ${literal(op.to)} TO ${literal(op.value)}`);
  },
  alterDefaultPrivileges: undoDefaultPrivileges,
  setReplicaIdentity: undoTableFact,
  clusterOn: undoTableFact,
  setTablespace: undoTableFact,
  setAccessMethod: undoTableFact,
  setColumnAttribute: undoTableFact,
  setOptions: (op, { catalog }) =>
    op.objectType === 'index'
      ? cannot(
          'options of an index',
          `The former options of the index ${quoteName(catalog.resolve(op.table))} are not known.`,
        )
      : undefined,
  setTriggerState: undoTriggerState,
  attachIndexPartition: (op, context) =>
    isFreshIndex(op.partition, context) || isFreshIndex(op.index, context)
      ? nothing
      : cannot('an attached index', `PostgreSQL cannot detach the index ${quoteName(op.partition)} again.`),
  commentOn: undoComment,
  changeOwner: undoOtherOwner,
  createPublication: (op) => settings(`DROP PUBLICATION IF EXISTS ${quoteIdentifier(op.publication)}`),
  alterPublication(op, { catalog }) {
    const objects = [
      ...(op.tables.length > 0
        ? [`TABLE ${op.tables.map((name) => quoteName(catalog.resolve(name))).join(', ')}`]
        : []),
      ...(op.schemas.length > 0 ? [`TABLES IN SCHEMA ${identifiers(op.schemas)}`] : []),
    ].join(', ');
    if ((op.action !== 'add' && op.action !== 'drop') || objects === '') {
      return cannot(
        'settings of a publication',
        `The former tables or options of the publication ${op.publication} are not known.`,
      );
    }
    return settings(
      `ALTER PUBLICATION ${quoteIdentifier(op.publication)} ${op.action === 'add' ? 'DROP' : 'ADD'} ${objects}`,
    );
  },
  createSubscription: (op) => settings(`DROP SUBSCRIPTION IF EXISTS ${quoteIdentifier(op.subscription)}`),
  createEventTrigger: (op) => settings(`DROP EVENT TRIGGER IF EXISTS ${quoteIdentifier(op.trigger)}`),
  createStatistics(op, context) {
    if (isFreshName(op.table, context)) return nothing;
    if (op.statistics === undefined)
      return cannot('an object without a name', 'The statistics have no written name to drop them by.');
    return settings(`DROP STATISTICS IF EXISTS ${quoteName(context.catalog.resolve(op.statistics))}`);
  },
  createRule(op, context) {
    const former = context.chronicle.last(factKey(op, context.catalog) ?? '');
    const relation = context.catalog.relation(op.table);
    const existed = typeof relation !== 'string' && relation.rules.has(op.rule);
    return existed && former
      ? does(statement(phase.parts, former.sql.replace(/^create\s+rule/i, 'CREATE OR REPLACE RULE')))
      : undefined;
  },
  grantRole: (op) => {
    const [verb, preposition] = op.isGrant ? ['REVOKE', 'FROM'] : ['GRANT', 'TO'];
    return settings(`${verb} ${op.roles.map(role).join(', ')} ${preposition} ${op.grantees.map(role).join(', ')}`);
  },
  createRole: (op) => settings(`DROP ROLE IF EXISTS ${role(op.role)}`),
  alterRole: (op) => cannot('options of a role', `The former options of the role ${op.role} are not known.`),
  setRoleSetting(op, context) {
    const former = context.chronicle.last(factKey(op, context.catalog) ?? '');
    if (former !== undefined) return settings(former.sql);
    const target = op.name === 'all' ? 'ALL' : op.objectType === 'role' ? role(op.name) : quoteIdentifier(op.name);
    return settings(`ALTER ${op.objectType.toUpperCase()} ${target} RESET ${quoteIdentifier(op.setting)}`);
  },
  select: undoJob,
  dropObject: undoOtherDrop,
  alterSequence(op, context) {
    const { ownedBy, type, ...rest } = op.options;
    const changes = Object.values(rest).some((value) => value !== undefined) || type !== undefined;
    return changes && !isFreshName(op.sequence, context)
      ? cannot(
          'options of a sequence',
          `The former options and position of the sequence ${quoteName(op.sequence)} are not known.`,
        )
      : undefined;
  },
};

function isFreshIndex(name: ObjectName, { catalog, unit }: UndoContext): boolean {
  const index = catalog.index(name);
  return typeof index !== 'string' && index.unit === unit;
}

/** What undoes an operation by its kind; undefined where the change of the catalog tells. The catalog stands before it. */
export function undoByKind(op: Operation, context: UndoContext): Undo | undefined {
  const run = <Kind extends OperationKind>(kind: Kind, operation: OperationOf<Kind>): Undo | undefined =>
    undoers[kind]?.(operation, context);
  return run(op.kind, op);
}
