import type { Index, Relation } from '../catalog/model.js';
import { formatName } from '../core/name.js';
import type {
  AddConstraint,
  ConstraintDefinition,
  CreateIndex,
  CreateTable,
  KeyConstraint,
  PartitionKey,
} from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { indexNamed, relationNamed, targetNamed } from './targets.js';

export const unsupported = (message: string): CertainError => ({ sqlstate: '0A000', message });
const wrongObject = (message: string): CertainError => ({ sqlstate: '42809', message });

/** Keys, exclusions and unique indexes that the server refuses whatever the rows are. */
export function addKeyErrors(op: AddConstraint, env: EffectsEnvironment): readonly CertainError[] {
  const { constraint } = op;
  const relation = relationNamed(env.catalog, op.table);
  if (constraint.notValid && isIndexed(constraint)) {
    return [unsupported(`${words[constraint.type]} constraints cannot be marked NOT VALID`)];
  }
  if (constraint.type !== 'primaryKey' && constraint.type !== 'unique') return [];
  if (constraint.usingIndex !== undefined) return usingIndexErrors(constraint, op, relation, env);
  return partitionKeyErrors(constraint.columns, relation?.partitionBy);
}

const words = { primaryKey: 'PRIMARY KEY', unique: 'UNIQUE', exclusion: 'EXCLUDE' } as const;

const isIndexed = (
  constraint: ConstraintDefinition,
): constraint is Extract<ConstraintDefinition, { readonly type: keyof typeof words }> => constraint.type in words;

function usingIndexErrors(
  { usingIndex = '' }: KeyConstraint,
  op: AddConstraint,
  relation: Relation | undefined,
  { catalog }: EffectsEnvironment,
): readonly CertainError[] {
  if (relation?.kind === 'partitionedTable') {
    return [unsupported('ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables')];
  }
  const { schema } = targetNamed(catalog, op.table).name;
  const index = indexNamed(catalog, { schema, name: usingIndex });
  const reason = index === undefined ? undefined : unsuitable(index);
  return reason === undefined ? [] : [wrongObject(reason)];
}

function unsuitable(index: Index): string | undefined {
  const name = `"${index.name.name}"`;
  if (!index.unique) return `${name} is not a unique index`;
  if (index.elements.some(({ expression }) => expression !== undefined)) return `index ${name} contains expressions`;
  if (index.where !== undefined) return `${name} is a partial index`;
  const at = index.elements.findIndex(({ descending, nulls }) => descending || nulls === 'first');
  return at < 0 ? undefined : `index ${name} column number ${at + 1} does not have default sorting behavior`;
}

/** Each partition can only watch over its own rows. */
function partitionKeyErrors(
  columns: readonly (string | undefined)[],
  key: PartitionKey | undefined,
): readonly CertainError[] {
  if (key === undefined || key.columns.every((column) => column !== undefined && columns.includes(column))) return [];
  return [unsupported('unique constraint on partitioned table must include all partitioning columns')];
}

export function createTableKeyErrors(op: CreateTable): readonly CertainError[] {
  const constraints = [...op.constraints, ...op.columns.flatMap((column) => column.constraints)];
  return constraints.flatMap((constraint) =>
    constraint.type === 'primaryKey' || constraint.type === 'unique'
      ? partitionKeyErrors(constraint.columns, op.partitionBy)
      : [],
  );
}

export function createIndexErrors(op: CreateIndex, { catalog }: EffectsEnvironment): readonly CertainError[] {
  const relation = relationNamed(catalog, op.table);
  if (relation?.kind !== 'partitionedTable') return [];
  if (op.concurrently) {
    return [unsupported(`cannot create index on partitioned table "${formatName(relation.name)}" concurrently`)];
  }
  return op.unique
    ? partitionKeyErrors(
        op.elements.map(({ column }) => column),
        relation.partitionBy,
      )
    : [];
}
