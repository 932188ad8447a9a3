import type { CatalogChanges } from '../../catalog/changes.js';
import { isAssumed } from '../../catalog/creation.js';
import { assumedBefore } from '../../catalog/differences/relations.js';
import type { Change } from '../../catalog/journal.js';
import type { Index, Relation } from '../../catalog/model.js';
import { relationKeyword } from '../../catalog/relation-words.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { changeRelation } from './change-relation.js';
import { createIndex, createRelation } from './create-relation.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { undoContainers } from './undo-containers.js';
import { ifExists, isFresh, type UndoContext } from './undo-context.js';
import { undoGrants } from './undo-grants.js';
import { undoRoutines } from './undo-routines.js';
import { undoAttributes, undoType } from './undo-types.js';

/** What takes back all that one operation changed in the catalog, in an order that the server accepts. */
export function undoChanges(changes: CatalogChanges, context: UndoContext): Undo {
  const undo = joined(
    ...[...changes.relations.values()].map((change) => undoRelation(change, changes, context)),
    ...[...changes.indexes.values()].map((change) => undoIndex(change, changes, context)),
    ...[...changes.types].map(([key, change]) => undoType(change, changes.relations.get(key), context)),
    ...[...changes.routines.entries()].map(([key, change]) =>
      isTemporary(key) ? nothing : undoRoutines(change, context),
    ),
    undoContainers(changes, context),
    ...[...changes.grants].map(([slot, change]) => undoGrants(slot, change, changes, context)),
  );
  return { ...undo, statements: undo.statements.toSorted((a, b) => a.phase - b.phase) };
}

const isTemporary = (key: string): boolean => key.startsWith('pg_temp.');

export const relationKey = ({ name }: Relation): string => `relation:${name.schema}.${name.name}`;

function undoRelation({ before, after }: Change<Relation>, changes: CatalogChanges, context: UndoContext): Undo {
  if ((before ?? after)?.persistence === 'temporary') return nothing;
  const known = before ?? (after && assumedBefore(after));
  if (known === undefined) return after === undefined || isAutomatic(after, context) ? nothing : drop(after, context);
  if (after === undefined) {
    if (isFresh(known, context) || isAutomatic(known, context, changes)) return nothing;
    const indexes = [...changes.indexes.values()].flatMap((change) => change.before ?? []);
    return joined(
      createRelation(
        known,
        indexes.filter((index) => belongsTo(index, known)),
        context,
      ),
      lostRows(known),
    );
  }
  if (known.kind === 'compositeType') return undoAttributes(known, after, context);
  if (known.kind === 'sequence') return undoOwnership(known, after, context);
  return changeRelation(known, after, context);
}

const belongsTo = ({ table }: Index, { name }: Relation): boolean =>
  table.schema === name.schema && table.name === name.name;

/** The sequence of a serial or identity column comes and goes with the column; a composite type is a type. */
function isAutomatic(relation: Relation, { catalog }: UndoContext, changes?: CatalogChanges): boolean {
  if (relation.kind === 'compositeType') return true;
  const owner = relation.sequence?.ownedBy;
  if (owner === undefined) return false;
  const key = `${owner.table.schema}.${owner.table.name}`;
  const found = changes?.relations.get(key)?.before ?? catalog.relation(owner.table);
  const column = typeof found === 'string' ? undefined : found.columns.get(owner.column);
  return column?.serial === true || column?.identity !== undefined;
}

const drop = (relation: Relation, context: UndoContext): Undo =>
  does(
    statement(
      relation.kind === 'view' || relation.kind === 'materializedView' ? phase.dropViews : phase.dropTables,
      `DROP ${relationKeyword(relation)}${ifExists(context)} ${quoteName(relation.name)}`,
      relationKey(relation),
    ),
  );

function undoOwnership(before: Relation, after: Relation, context: UndoContext): Undo {
  if (isFresh(before, context)) return nothing;
  const [was, is] = [before.sequence?.ownedBy, after.sequence?.ownedBy];
  const name = quoteName(before.name);
  const text = (owner: typeof was): string =>
    owner === undefined ? 'NONE' : `${quoteName(owner.table)}.${quoteIdentifier(owner.column)}`;
  if (text(was) !== text(is)) return does(statement(phase.settings, `ALTER SEQUENCE ${name} OWNED BY ${text(was)}`));
  return changeRelation(before, after, context);
}

function lostRows({ kind, name }: Relation): Undo {
  if (kind !== 'table' && kind !== 'partitionedTable') return nothing;
  const archive = quoteName({ ...name, name: `${name.name}_archive` });
  return cannot(
    'rows of a dropped table',
    `The rows of ${quoteName(name)} are gone with the table: it comes back empty.`,
    [
      'In the up, before the drop:',
      `  CREATE TABLE ${archive} AS TABLE ${quoteName(name)};`,
      'Here:',
      `  INSERT INTO ${quoteName(name)} SELECT * FROM ${archive};`,
    ].join('\n'),
  );
}

/** Indexes of constraints and of partitions, and those of a table that goes or comes, need nothing of their own. */
function undoIndex({ before, after }: Change<Index>, changes: CatalogChanges, context: UndoContext): Undo {
  const index = before ?? after;
  if (index === undefined || index.constraint !== undefined || index.parent !== undefined)
    return adopted(before, after);
  const relation = changes.relations.get(`${index.table.schema}.${index.table.name}`);
  const owner = context.catalog.relation(index.table);
  if (
    relation !== undefined &&
    (relation.after === undefined || (relation.before === undefined && !isAssumed(relation.after)))
  )
    return nothing;
  if (typeof owner !== 'string' && isFresh(owner, context)) return nothing;
  const { concurrently } = context;
  if (before === undefined) {
    const tolerant = concurrently || context.retry ? ' IF EXISTS' : '';
    return does(
      statement(
        phase.dropIndexes,
        `DROP INDEX${concurrently ? ' CONCURRENTLY' : ''}${tolerant} ${quoteName(index.name)}`,
        `index:${index.name.schema}.${index.name.name}`,
      ),
    );
  }
  if (after !== undefined || before.unit === context.unit) return nothing;
  return createIndex(before, { ...context, retry: concurrently || context.retry });
}

/** USING INDEX gave the index to a constraint, with which it goes. */
const adopted = (before: Index | undefined, after: Index | undefined): Undo =>
  before !== undefined && before.constraint === undefined && after?.constraint !== undefined
    ? cannot(
        'an index that a constraint took',
        `The index ${quoteName(before.name)} goes with the constraint that took it: create it again.`,
      )
    : nothing;
