import type { Catalog } from '../catalog/catalog.js';
import type { Constraint, Relation } from '../catalog/model.js';
import { formatQualified } from '../core/name.js';
import type { Operation, SetConstraints } from '../sql/operation.js';
import { keysPointingAt } from './foreign-keys.js';
import { relationNamed } from './targets.js';

/** What SET CONSTRAINTS said in this transaction; the constraint's own word counts where it said nothing. */
export interface DeferredModes {
  readonly all: boolean | undefined;
  readonly named: ReadonlyMap<string, boolean>;
}

export const asDeclared: DeferredModes = { all: undefined, named: new Map() };

export const applySetConstraints = (modes: DeferredModes, { constraints, deferred }: SetConstraints): DeferredModes =>
  constraints.length === 0
    ? { all: deferred, named: new Map() }
    : { ...modes, named: new Map([...modes.named, ...constraints.map(({ name }) => [name, deferred] as const)]) };

export interface PendingEvent {
  /** `schema.name`. */
  readonly table: string;
  readonly constraint: string;
}

/** Events that the rows of this operation leave behind for COMMIT, if it touches any rows. */
export function deferredEvents(op: Operation, catalog: Catalog, modes: DeferredModes): readonly PendingEvent[] {
  const written = writtenRows(op);
  const relation = written === undefined ? undefined : relationNamed(catalog, written.table);
  if (written === undefined || relation === undefined) return [];
  const table = formatQualified(relation.name);
  return [...foreignKeyEvents(relation, written, catalog, modes), ...triggerEvents(relation, written, modes)].map(
    (constraint) => ({ table, constraint }),
  );
}

interface WrittenRows {
  readonly table: { readonly schema?: string | undefined; readonly name: string };
  readonly event: 'insert' | 'update' | 'delete';
  readonly columns: readonly string[];
}

function writtenRows(op: Operation): WrittenRows | undefined {
  switch (op.kind) {
    case 'insert':
      return { table: op.table, event: 'insert', columns: [] };
    case 'copy':
      return op.direction === 'from' && op.table ? { table: op.table, event: 'insert', columns: [] } : undefined;
    case 'update':
      return { table: op.table, event: 'update', columns: op.columns };
    case 'delete':
      return { table: op.table, event: 'delete', columns: [] };
    default:
      return undefined;
  }
}

const isDeferred = ({ name, definition }: Constraint, { all, named }: DeferredModes): boolean =>
  definition.deferrable && (named.get(name) ?? all ?? definition.initiallyDeferred);

function foreignKeyEvents(
  relation: Relation,
  { event, columns }: WrittenRows,
  catalog: Catalog,
  modes: DeferredModes,
): readonly string[] {
  const own = [...relation.constraints.values()].filter(
    (constraint) =>
      constraint.references !== undefined &&
      (event === 'insert' || (event === 'update' && constraint.columns.some((column) => columns.includes(column)))),
  );
  const pointing =
    event === 'insert' ? [] : keysPointingAt(catalog, relation, event === 'update' ? columns : undefined);
  return [...own, ...pointing.map(({ constraint }) => constraint)]
    .filter((constraint) => isDeferred(constraint, modes))
    .map(({ name }) => name);
}

const triggerEvents = (
  relation: Relation,
  { event, columns }: WrittenRows,
  { all, named }: DeferredModes,
): readonly string[] =>
  [...relation.triggers.values()]
    .filter(({ constraint, state, events }) => constraint && state === 'enabled' && events.includes(event))
    .filter(
      (trigger) =>
        event !== 'update' || trigger.columns.length === 0 || trigger.columns.some((each) => columns.includes(each)),
    )
    .filter(({ name, initiallyDeferred }) => initiallyDeferred && (named.get(name) ?? all ?? true))
    .map(({ name }) => name);
