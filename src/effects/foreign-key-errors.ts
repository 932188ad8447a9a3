import type { Relation } from '../catalog/model.js';
import { formatName, formatQualified, type WrittenName } from '../core/name.js';
import type { ForeignKeyConstraint, Operation, Persistence } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { relationNamed } from './targets.js';

/** Foreign keys that the server refuses whatever the rows are. */
export function foreignKeyErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  switch (op.kind) {
    case 'addConstraint':
      return op.constraint.type === 'foreignKey'
        ? [
            ...notValidErrors(op.table, op.constraint, env),
            ...keyErrors(op.constraint, op.table, persistenceOf(op.table, env), env),
          ]
        : [];
    case 'addColumn':
      return op.column.constraints
        .filter((constraint) => constraint.type === 'foreignKey')
        .flatMap((constraint) => keyErrors(constraint, op.table, persistenceOf(op.table, env), env));
    case 'createTable':
      if (op.ifNotExists && relationNamed(env.catalog, op.table) !== undefined) return [];
      return [...op.constraints, ...op.columns.flatMap(({ constraints }) => constraints)]
        .filter((constraint) => constraint.type === 'foreignKey')
        .flatMap((constraint) => keyErrors(constraint, op.table, op.persistence, env));
    default:
      return [];
  }
}

const persistenceOf = (table: WrittenName, { catalog }: EffectsEnvironment): Persistence | undefined =>
  relationNamed(catalog, table)?.persistence;

function keyErrors(
  constraint: ForeignKeyConstraint,
  table: WrittenName,
  persistence: Persistence | undefined,
  { catalog }: EffectsEnvironment,
): readonly CertainError[] {
  const target = relationNamed(catalog, constraint.references);
  const isSelf = formatQualified(catalog.resolve(table)) === formatQualified(catalog.resolve(constraint.references));
  if (target === undefined || isSelf) return [];
  if (persistence === 'permanent' && target.persistence !== 'permanent') {
    return [{ sqlstate: '42P16', message: 'constraints on permanent tables may reference only permanent tables' }];
  }
  return uniqueErrors(constraint.referencedColumns, target, [...catalog.indexesOf(target)]);
}

interface Unique {
  readonly unique: boolean;
  readonly where?: unknown;
  readonly elements: readonly { readonly column?: string | undefined }[];
}

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

function notValidErrors(
  table: WrittenName,
  { notValid, references }: ForeignKeyConstraint,
  { catalog, server }: EffectsEnvironment,
): readonly CertainError[] {
  const relation = relationNamed(catalog, table);
  if (!notValid || server.version >= 18 || relation?.kind !== 'partitionedTable') return [];
  const [from, to] = [formatName(relation.name), formatName(references)];
  return [
    {
      sqlstate: '42809',
      message: `cannot add NOT VALID foreign key on partitioned table "${from}" referencing relation "${to}"`,
    },
  ];
}
