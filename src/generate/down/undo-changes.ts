import type { CatalogChanges } from '../../catalog/changes.js';
import { isAssumed } from '../../catalog/creation.js';
import { assumedBefore } from '../../catalog/differences/relations.js';
import type { Change } from '../../catalog/journal.js';
import type { GrantEntry, Index, Relation, Routine } from '../../catalog/model.js';
import { signatureOf } from '../../catalog/routine-signature.js';
import { formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { changeRelation } from './change-relation.js';
import { createIndex, createRelation, relationWord } from './create-relation.js';
import { role } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { ifExists, isFresh, type UndoContext } from './undo-context.js';
import { undoRoutines } from './undo-routines.js';
import { undoAttributes, undoType } from './undo-types.js';
import { grantStatements } from './write-grants.js';

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
      `DROP ${relationWord(relation)}${ifExists(context)} ${quoteName(relation.name)}`,
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

function undoContainers({ schemas, extensions }: CatalogChanges, context: UndoContext): Undo {
  const undos: Undo[] = [];
  for (const { before, after } of schemas.values()) {
    if (before === undefined && after !== undefined) {
      undos.push(
        does(
          statement(
            phase.dropSchemas,
            `DROP SCHEMA${ifExists(context)} ${quoteIdentifier(after.name)}`,
            `schema:${after.name}`,
          ),
        ),
      );
    } else if (before !== undefined && after === undefined && before.unit !== context.unit) {
      const owner = before.owner === undefined ? '' : ` AUTHORIZATION ${role(before.owner)}`;
      undos.push(does(statement(phase.schemas, `CREATE SCHEMA ${quoteIdentifier(before.name)}${owner}`)));
    } else if (before !== undefined && after !== undefined && before.owner !== after.owner) {
      undos.push(
        before.owner === undefined
          ? cannot('the former owner is not known', `The former owner of the schema ${before.name} is not known.`)
          : does(
              statement(phase.settings, `ALTER SCHEMA ${quoteIdentifier(before.name)} OWNER TO ${role(before.owner)}`),
            ),
      );
    }
  }
  for (const { before, after } of extensions.values()) {
    const own = quoteIdentifier((before ?? after)?.name ?? '');
    if (before === undefined) undos.push(does(statement(phase.dropExtensions, `DROP EXTENSION IF EXISTS ${own}`)));
    else if (after === undefined) {
      const schema = before.schema === undefined ? '' : ` SCHEMA ${quoteIdentifier(before.schema)}`;
      undos.push(
        does(statement(phase.extensions, `CREATE EXTENSION IF NOT EXISTS ${own}${schema}`)),
        cannot(
          'objects of an extension',
          `What used the extension ${before.name} beyond these migrations does not come back.`,
        ),
      );
    } else if (before.schema !== after.schema && before.schema !== undefined) {
      undos.push(
        does(statement(phase.settings, `ALTER EXTENSION ${own} SET SCHEMA ${quoteIdentifier(before.schema)}`)),
      );
    }
  }
  return joined(...undos);
}

/** Rights on what goes away, or was made here, go with it. */
function undoGrants(
  slot: string,
  change: Change<ReadonlyMap<string, GrantEntry>>,
  changes: CatalogChanges,
  context: UndoContext,
): Undo {
  const [kind = '', name = ''] = [slot.slice(0, slot.indexOf(':')), slot.slice(slot.indexOf(':') + 1)];
  if (isTemporary(name) || context.isFreshObject(kind, name)) return nothing;
  // What comes back gets default privileges first, so that its rights are settled at the end.
  if (isCreated(kind, name, changes) || change.after === undefined) return nothing;
  return does(
    ...grantStatements(ofKept(change, kind, changes.routines.get(name))).map((sql) => statement(phase.rights, sql)),
  );
}

/** Without the rights on overloads that come back, for the same reason. */
function ofKept(
  change: Change<ReadonlyMap<string, GrantEntry>>,
  kind: string,
  routines: Change<readonly Routine[]> | undefined,
): typeof change {
  if (kind !== 'function' || routines === undefined) return change;
  const kept = new Set(
    (routines.after ?? []).map(({ name, arguments: args }) => `${formatQualified(name)}(${signatureOf(args)})`),
  );
  const before = new Map([...(change.before ?? [])].filter(([, { object }]) => kept.has(object)));
  return { ...change, before };
}

function isCreated(kind: string, name: string, { relations, routines, types, schemas }: CatalogChanges): boolean {
  const isNew = (change: { readonly before: unknown } | undefined): boolean =>
    change !== undefined && change.before === undefined;
  if (kind === 'function') return isNew(routines.get(name));
  if (kind === 'type') return isNew(types.get(name));
  if (kind === 'schema') return isNew(schemas.get(name));
  const change = relations.get(name);
  return change !== undefined && change.before === undefined && change.after !== undefined && !isAssumed(change.after);
}
