import { primaryKeyOf } from '../catalog/existing.js';
import { keyThatJoins } from '../catalog/inherited-keys.js';
import type { Constraint, Relation } from '../catalog/model.js';
import type { ForeignKeyConstraint } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { foreignKeysOf, foreignKeyValidation, keysPointingAt } from './foreign-keys.js';
import {
  familyNamed,
  familyOf,
  lock,
  lockIndexes,
  relationNamed,
  type Target,
  targetNamed,
  withStorage,
} from './targets.js';

/** A foreign key of a partitioned table. */
type Key = Pick<Constraint, 'columns' | 'references' | 'definition' | 'validated'>;

export function keyOf(definition: ForeignKeyConstraint, { catalog }: Pick<EffectsEnvironment, 'catalog'>): Key {
  const { columns, referencedColumns, notValid, enforced } = definition;
  const table = catalog.resolve(definition.references);
  const target = relationNamed(catalog, table);
  const referenced =
    referencedColumns.length > 0 ? referencedColumns : ((target && primaryKeyOf(target)?.columns) ?? []);
  return { definition, columns, references: { table, columns: referenced }, validated: !notValid && enforced };
}

/** What becomes of the partitions under a foreign key of the table above them. */
interface Spread {
  /** They get the key. */
  readonly given: readonly Target[];
  /** A key of their own is like it, and joins it. */
  readonly joined: readonly { readonly target: Target; readonly own: Constraint }[];
  /** Their parent's own key, which they have already, joins it. */
  readonly below: readonly Target[];
}

function spreadOf(key: Key, partitions: readonly Relation[], env: EffectsEnvironment): Spread {
  const { catalog, server } = env;
  const parts = partitions.map((relation): Spread => {
    const target: Target = { name: relation.name, relation };
    const own = keyThatJoins(relation, key, server.version);
    if (own !== undefined) return { given: [], joined: [{ target, own }], below: familyOf(catalog, target).slice(1) };
    const { given, joined, below } = spreadOf(key, catalog.partitionsOf(relation.name), env);
    return { given: [target, ...given], joined, below };
  });
  return {
    given: parts.flatMap(({ given }) => given),
    joined: parts.flatMap(({ joined }) => joined),
    below: parts.flatMap(({ below }) => below),
  };
}

/**
 * A foreign key reaches the partitions. Where one has such a key of its own, the server checks none of its rows, and drops the
 * triggers that its key has on the referenced table: reads of that wait as well.
 */
export function partitionKeyParts(
  key: Key,
  partitions: readonly Relation[],
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  if (key.references === undefined) return [];
  const { catalog, server } = env;
  const { given, joined, below } = spreadOf(key, partitions, env);
  const { table } = key.references;
  const referenced = familyNamed(catalog, table);
  const isPartitioned = relationNamed(catalog, table)?.kind === 'partitionedTable';
  // Only tables with rows of their own had such triggers before.
  const untriggered = joined.length === 0 ? [] : server.version < 15 ? withStorage(referenced) : referenced;
  const checked = [...given, ...joined.filter(({ own }) => !own.validated).map(({ target }) => target)];
  return [
    {
      locks: [
        ...[...given, ...referenced].map((target) => lock(catalog, target, 'SHARE ROW EXCLUSIVE')),
        ...joined.map(({ target }) =>
          lock(catalog, target, isPartitioned ? 'ACCESS EXCLUSIVE' : 'SHARE ROW EXCLUSIVE'),
        ),
        ...(server.version < 18 ? [] : below.map((target) => lock(catalog, target, 'SHARE ROW EXCLUSIVE'))),
        ...untriggered.map((target) => lock(catalog, target, 'ACCESS EXCLUSIVE')),
      ],
    },
    key.validated && withStorage(checked).length > 0 ? foreignKeyValidation(table, checked, env) : {},
  ];
}

/** The foreign keys that a partition had from its parent become its own, with triggers on what they reference. */
export const separatedKeyLocks = (partition: Relation | undefined, env: EffectsEnvironment): EffectsPart => ({
  locks: foreignKeysOf(partition)
    .filter(({ inherited }) => inherited === true)
    .flatMap(({ references }) =>
      references === undefined ? [] : triggeredTables(targetNamed(env.catalog, references.table), env),
    )
    .map((target) => lock(env.catalog, target, 'SHARE ROW EXCLUSIVE')),
});

const triggeredTables = (referenced: Target, { catalog, server }: EffectsEnvironment): readonly Target[] =>
  server.version < 15 && referenced.relation?.kind === 'partitionedTable' ? [] : familyOf(catalog, referenced);

interface ReferencingKey {
  readonly table: Target;
  readonly constraint: Constraint;
}

/** Foreign keys that reference the table, or the partitioned tables that it is part of. */
export function referencingKeys(relation: Relation | undefined, env: EffectsEnvironment): readonly ReferencingKey[] {
  if (relation === undefined) return [];
  const own = keysPointingAt(env.catalog, relation)
    .filter(({ constraint }) => constraint.inherited !== true)
    .map(({ table, constraint }) => ({ table: { name: table.name, relation: table }, constraint }));
  const { partitionOf } = relation;
  return [...own, ...referencingKeys(partitionOf && relationNamed(env.catalog, partitionOf.parent), env)];
}

/** A new partition is referenced as well. */
export const newlyReferencedLocks = (partitioned: Relation | undefined, env: EffectsEnvironment): EffectsPart => ({
  locks: referencingKeys(partitioned, env).map(({ table }) =>
    lock(env.catalog, table, env.server.version < 15 ? 'ACCESS SHARE' : 'SHARE ROW EXCLUSIVE'),
  ),
});

/** A partition is referenced no longer, once no row refers to it: all that may is read. */
export function unreferencedLocks(
  partitioned: Relation | undefined,
  partition: Target,
  env: EffectsEnvironment,
): EffectsPart {
  const { catalog } = env;
  const keys = referencingKeys(partitioned, env);
  if (keys.length === 0) return {};
  const read = withStorage([partition, ...keys.map(({ table }) => table)].flatMap((one) => familyOf(catalog, one)));
  const whole = keys.flatMap(({ constraint: { references } }) =>
    references === undefined ? [] : [targetNamed(catalog, references.table)],
  );
  return {
    locks: [
      ...keys.map(({ table }) => lock(catalog, table, 'ACCESS EXCLUSIVE')),
      ...[...read, ...whole].map((target) => lock(catalog, target, 'ACCESS SHARE')),
      ...read.flatMap((target) => lockIndexes(catalog, target, 'ACCESS SHARE')),
    ],
  };
}
