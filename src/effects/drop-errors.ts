import type { Catalog, Dependent } from '../catalog/catalog.js';
import type { RelationKind } from '../catalog/model.js';
import { formatName, formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import type { DropColumn, DropConstraint, DropIndex, DropObject, DropTable, Truncate } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { keysPointingAt } from './foreign-keys.js';
import { referencingKeys } from './partition-keys.js';
import { familyNamed, indexNamed, relationNamed } from './targets.js';
import { tablesOfType, tablesUsing } from './types.js';

const stillNeeded = (what: string): CertainError => ({
  sqlstate: '2BP01',
  message: `cannot drop ${what} because other objects depend on it`,
});

/** What hangs on an object without going with it. Function bodies are text to the server. */
function outlives({ objectType, on }: Dependent, relation: QualifiedName): boolean {
  if (objectType === 'view' || objectType === 'materialized view') return true;
  const isElsewhere = on !== undefined && formatQualified(on) !== formatQualified(relation);
  return isElsewhere && (objectType === 'policy' || objectType === 'foreign key');
}

/** Of a column also the table's own policies, generated columns and triggers stay. */
const outlivesColumn = (dependent: Dependent, relation: QualifiedName): boolean =>
  outlives(dependent, relation) || ['policy', 'generated column', 'trigger'].includes(dependent.objectType);

/** A star inside a sub-select is taken to show every column of every relation: the name itself has to stand in the view. */
function surelyReads(catalog: Catalog, { objectType, name }: Dependent, column: string): boolean {
  if (objectType !== 'view' && objectType !== 'materialized view') return true;
  const dot = name.indexOf('.');
  const view = relationNamed(catalog, { schema: name.slice(0, dot), name: name.slice(dot + 1) });
  return view?.complete === true || view?.view?.references.columns.includes(column) === true;
}

export function dropColumnErrors(op: DropColumn, { catalog }: EffectsEnvironment): readonly CertainError[] {
  const relation = relationNamed(catalog, op.table);
  if (op.cascade || relation?.columns.has(op.column) !== true) return [];
  const blocked = catalog
    .dependentsOf(relation.name, op.column)
    .some(
      (dependent) =>
        dependent.name !== op.column &&
        outlivesColumn(dependent, relation.name) &&
        surelyReads(catalog, dependent, op.column),
    );
  return blocked ? [stillNeeded(`column ${op.column} of table ${formatName(relation.name)}`)] : [];
}

export function dropTableErrors(op: DropTable, env: EffectsEnvironment): readonly CertainError[] {
  const { catalog } = env;
  const relation = relationNamed(catalog, op.table);
  if (relation !== undefined && relation.kind !== 'table' && relation.kind !== 'partitionedTable')
    return [{ sqlstate: '42809', message: `"${formatName(relation.name)}" is not a table` }];
  if (op.cascade || relation === undefined) return [];
  const gone = droppedTogether(env);
  const blocked = catalog
    .dependentsOf(relation.name)
    .some(
      (dependent) => outlives(dependent, relation.name) && !(dependent.on && gone.has(formatQualified(dependent.on))),
    );
  const own = formatQualified(relation.name);
  const referenced = referencingKeys(relation, env)
    .map(({ table }) => formatQualified(table.name))
    .some((name) => name !== own && !gone.has(name));
  return blocked || referenced ? [stillNeeded(`table ${formatName(relation.name)}`)] : [];
}

/** The tables that the statement drops, with their partitions. */
const droppedTogether = ({ statement, catalog }: EffectsEnvironment): ReadonlySet<string> =>
  new Set(
    statement.operations
      .flatMap((op) => (op.kind === 'dropTable' ? familyNamed(catalog, op.table) : []))
      .map(({ name }) => formatQualified(name)),
  );

/** What DROP VIEW and its like find where the name is that of another kind of relation. */
const kindsDropped: Readonly<Record<string, readonly [RelationKind, string]>> = {
  view: ['view', 'a view'],
  'materialized view': ['materializedView', 'a materialized view'],
  sequence: ['sequence', 'a sequence'],
  'foreign table': ['foreignTable', 'a foreign table'],
};

function wrongKindErrors(objectType: string, name: WrittenName, { catalog }: EffectsEnvironment): CertainError[] {
  const relation = relationNamed(catalog, name);
  const [kind, words] = kindsDropped[objectType] ?? [];
  if (relation === undefined || kind === undefined || relation.kind === kind) return [];
  return [{ sqlstate: '42809', message: `"${formatName(relation.name)}" is not ${words}` }];
}

export function dropObjectErrors(op: DropObject, env: EffectsEnvironment): readonly CertainError[] {
  const wrongKind = wrongKindErrors(op.objectType, op.object, env);
  if (wrongKind.length > 0) return wrongKind;
  if (op.cascade) return [];
  const { catalog } = env;
  if (op.objectType === 'type' || op.objectType === 'domain') {
    const used =
      tablesUsing(op.object, env).some(({ relation }) => relation?.kind !== 'view') ||
      tablesOfType(op.object, env).length > 0;
    return used && typeof catalog.type(op.object) !== 'string' ? [stillNeeded(`type ${formatName(op.object)}`)] : [];
  }
  if (op.objectType !== 'view' && op.objectType !== 'materialized view') return [];
  const view = relationNamed(catalog, op.object);
  if (view === undefined || op.statementCount > 1) return [];
  const blocked = catalog.dependentsOf(view.name).some((dependent) => outlives(dependent, view.name));
  return blocked ? [stillNeeded(`${op.objectType} ${formatName(view.name)}`)] : [];
}

export function dropIndexErrors(op: DropIndex, { catalog }: EffectsEnvironment): readonly CertainError[] {
  const index = indexNamed(catalog, op.index);
  const errors: CertainError[] = [];
  const unsupported = (message: string): void => {
    errors.push({ sqlstate: '0A000', message });
  };
  if (op.concurrently && op.statementCount > 1) {
    unsupported('DROP INDEX CONCURRENTLY does not support dropping multiple objects');
  } else if (op.concurrently && op.cascade) {
    unsupported('DROP INDEX CONCURRENTLY does not support CASCADE');
  } else if (
    op.concurrently &&
    index !== undefined &&
    relationNamed(catalog, index.table)?.kind === 'partitionedTable'
  ) {
    unsupported(`cannot drop partitioned index "${index.name.name}" concurrently`);
  }
  if (index?.constraint !== undefined) {
    const [name, table] = [index.name.name, formatName(index.table)];
    errors.push({
      sqlstate: '2BP01',
      message: `cannot drop index ${name} because constraint ${index.constraint} on table ${table} requires it`,
    });
  }
  return errors;
}

export function dropConstraintErrors(op: DropConstraint, { catalog }: EffectsEnvironment): readonly CertainError[] {
  const relation = relationNamed(catalog, op.table);
  const constraint = relation?.constraints.get(op.constraint);
  const isKey = constraint?.definition.type === 'primaryKey' || constraint?.definition.type === 'unique';
  if (constraint?.inherited === true) {
    const message = `cannot drop inherited constraint "${op.constraint}" of relation "${op.table.name}"`;
    return [{ sqlstate: '42P16', message }];
  }
  if (op.cascade || relation === undefined || !isKey) return [];
  const key = [...constraint.columns].sort().join();
  const hasTwin = catalog
    .indexesOf(relation)
    .some((index) => index.unique && index.constraint !== op.constraint && elementKey(index.elements) === key);
  const used = keysPointingAt(catalog, relation).some(
    ({ constraint: { references } }) => references !== undefined && [...references.columns].sort().join() === key,
  );
  return used && !hasTwin ? [stillNeeded(`constraint ${op.constraint} on table ${formatName(relation.name)}`)] : [];
}

const elementKey = (elements: readonly { readonly column?: string | undefined }[]): string =>
  elements
    .map(({ column }) => column ?? '')
    .sort()
    .join();

export function truncateErrors(op: Truncate, { catalog }: EffectsEnvironment): readonly CertainError[] {
  if (op.cascade) return [];
  const emptied = new Set(op.tables.map((table) => formatQualified(catalog.resolve(table))));
  const referenced = op.tables
    .flatMap((table) => catalog.referencingForeignKeys(catalog.resolve(table)))
    .some(({ table }) => !emptied.has(formatQualified(table.name)));
  return referenced
    ? [{ sqlstate: '0A000', message: 'cannot truncate a table referenced in a foreign key constraint' }]
    : [];
}
