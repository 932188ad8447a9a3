import type { Catalog } from '../catalog/catalog.js';
import { primaryKeyOf } from '../catalog/existing.js';
import { firstKeyName } from '../catalog/implicit-names.js';
import type { Relation } from '../catalog/model.js';
import { formatName, formatQualified, type WrittenName } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import type { ForeignKeyConstraint, Operation, Persistence } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { keyTypes } from './foreign-key-types.js';
import { relationNamed } from './targets.js';
import { plainType } from './type-facts.js';

/** Foreign keys that the server refuses whatever the rows are. */
export function foreignKeyErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  switch (op.kind) {
    case 'addConstraint':
      return op.constraint.type === 'foreignKey'
        ? [
            ...partitionedErrors(op.table, op.constraint, op.only, env),
            ...keyErrors(op.constraint, knownReferencing(op.table, env), env),
          ]
        : [];
    case 'addColumn':
      return op.column.constraints
        .filter((constraint) => constraint.type === 'foreignKey')
        .flatMap((constraint) =>
          keyErrors(constraint, { ...knownReferencing(op.table, env), columns: [op.column] }, env),
        );
    case 'createTable':
      if (op.ifNotExists && relationNamed(env.catalog, op.table) !== undefined) return [];
      return [...op.constraints, ...op.columns.flatMap(({ constraints }) => constraints)]
        .filter((constraint) => constraint.type === 'foreignKey')
        .flatMap((constraint) => keyErrors(constraint, op, env));
    default:
      return [];
  }
}

/** The table that gets the foreign key, as it is or as the statement makes it. */
interface Referencing {
  readonly table: WrittenName;
  readonly persistence: Persistence | undefined;
  readonly columns: Iterable<{ readonly name: string; readonly type: TypeName }>;
}

function knownReferencing(table: WrittenName, { catalog }: EffectsEnvironment): Referencing {
  const relation = relationNamed(catalog, table);
  return { table, persistence: relation?.persistence, columns: relation?.columns.values() ?? [] };
}

function keyErrors(
  constraint: ForeignKeyConstraint,
  { table, persistence, columns }: Referencing,
  { catalog }: EffectsEnvironment,
): readonly CertainError[] {
  const target = relationNamed(catalog, constraint.references);
  const isSelf = formatQualified(catalog.resolve(table)) === formatQualified(catalog.resolve(constraint.references));
  if (target === undefined || isSelf) return [];
  if (persistence === 'permanent' && target.persistence !== 'permanent') {
    return [{ sqlstate: '42P16', message: 'constraints on permanent tables may reference only permanent tables' }];
  }
  const errors = uniqueErrors(constraint.referencedColumns, target, catalog.indexesOf(target));
  if (errors.length > 0) return errors;
  const own = new Map([...columns].map(({ name, type }) => [name, type]));
  if (!hasRefusedTypes(constraint, own, target, catalog)) return [];
  const name = constraint.name ?? firstKeyName(table.name, constraint.columns, 'fkey');
  return [{ sqlstate: '42804', message: `foreign key constraint "${name}" cannot be implemented` }];
}

function hasRefusedTypes(
  { columns, referencedColumns }: ForeignKeyConstraint,
  own: ReadonlyMap<string, TypeName>,
  target: Relation,
  catalog: Catalog,
): boolean {
  const referenced = referencedColumns.length > 0 ? referencedColumns : (primaryKeyOf(target)?.columns ?? []);
  return columns.some((column, at) => {
    const [from, key] = [own.get(column), target.columns.get(referenced[at] ?? '')?.type];
    return from && key && keyTypes(plainType(from, catalog), plainType(key, catalog)) === 'refused';
  });
}

interface Unique {
  readonly unique: boolean;
  readonly where?: unknown;
  readonly elements: readonly { readonly column?: string | undefined }[];
}

/** Nothing makes the referenced columns unique; without columns, there is no primary key. */
export const lacksKey = (columns: readonly string[], target: Relation, catalog: Catalog): boolean =>
  uniqueErrors(columns, target, catalog.indexesOf(target)).length > 0;

function uniqueErrors(
  columns: readonly string[],
  target: Relation,
  indexes: readonly Unique[],
): readonly CertainError[] {
  if (!target.complete || target.managed) return [];
  const keys = [...target.constraints.values()].filter(
    ({ definition }) => definition.type === 'primaryKey' || definition.type === 'unique',
  );
  if (columns.length === 0) {
    return keys.some(({ definition }) => definition.type === 'primaryKey')
      ? []
      : [{ sqlstate: '42704', message: `there is no primary key for referenced table "${formatName(target.name)}"` }];
  }
  const isUnique =
    keys.some((key) => isSameSet(key.columns, columns)) ||
    indexes.some(
      ({ unique, where, elements }) =>
        unique &&
        where === undefined &&
        isSameSet(
          elements.map(({ column }) => column ?? ''),
          columns,
        ),
    );
  if (isUnique) return [];
  const message = `there is no unique constraint matching given keys for referenced table "${formatName(target.name)}"`;
  return [{ sqlstate: '42830', message }];
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((column) => b.includes(column));

/** What a foreign key of a partitioned table may not be. */
function partitionedErrors(
  table: WrittenName,
  { notValid, references }: ForeignKeyConstraint,
  only: boolean,
  { catalog, server }: EffectsEnvironment,
): readonly CertainError[] {
  const relation = relationNamed(catalog, table);
  if (relation?.kind !== 'partitionedTable') return [];
  const tables = `partitioned table "${formatName(relation.name)}" referencing relation "${formatName(references)}"`;
  if (only) return [{ sqlstate: '42809', message: `cannot use ONLY for foreign key on ${tables}` }];
  if (!notValid || server.version >= 18) return [];
  return [{ sqlstate: '42809', message: `cannot add NOT VALID foreign key on ${tables}` }];
}
