import type { Relation } from '../catalog/model.js';
import { formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import { walk } from '../sql/expression.js';
import type { DropObject, DropSchema, DropTable } from '../sql/operation.js';
import { dependentViewLocks } from './dependents.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { droppedForeignKeyLocks, foreignKeysOf, keysPointingAt } from './foreign-keys.js';
import { ownedSequenceLocks } from './owned-sequences.js';
import { defaultPartitionOf } from './partitions.js';
import { tablesDrawingFrom } from './sequences.js';
import { familyOf, lock, lockIndexes, relationNamed, type Target, targetNamed } from './targets.js';
import { tablesUsing, typedTableLocks } from './types.js';

/** Dropping a table drops its foreign keys, whose triggers sit on the referenced tables, and its partitions. */
export function dropTableEffects(op: DropTable, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  if (op.ifExists && catalog.relation(op.table) === 'absent') return [];
  return droppedRelation(targetNamed(catalog, op.table), op.cascade, env);
}

function droppedRelation(target: Target, cascade: boolean, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const family = familyOf(catalog, target);
  const parent = target.relation?.partitionOf?.parent;
  return [
    exclusive(family, env),
    { locks: family.flatMap((each) => lockIndexes(catalog, each, 'ACCESS EXCLUSIVE')) },
    droppedForeignKeyLocks(
      catalog,
      // What belongs to the key of the partitioned table has no triggers of its own there.
      foreignKeysOf(target.relation).filter(({ inherited }) => inherited !== true),
    ),
    parent === undefined ? {} : exclusive(parentAndDefault(parent, env), env),
    ownedSequenceLocks(target.relation, env),
    ...(cascade
      ? [
          exclusive(
            keysPointingAt(catalog, target.relation).map(({ table }) => ({ name: table.name, relation: table })),
            env,
          ),
          dependentViewLocks(catalog, target.relation?.name),
        ]
      : []),
  ];
}

/** With the partition goes its bound, so that its rows belong to the default partition from now on. */
function parentAndDefault(parent: QualifiedName, env: EffectsEnvironment): readonly Target[] {
  const found = defaultPartitionOf(parent, env);
  return [parent, ...(found === undefined ? [] : [found.name])].map((name) => targetNamed(env.catalog, name));
}

const exclusive = (targets: readonly Target[], { catalog }: EffectsEnvironment): EffectsPart => ({
  locks: targets.map((target) => lock(catalog, target, 'ACCESS EXCLUSIVE')),
});

export function dropObjectEffects(op: DropObject, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  switch (op.objectType) {
    case 'view':
    case 'materialized view':
    case 'foreign table':
    case 'sequence':
      if (op.ifExists && catalog.relation(op.object) === 'absent') return [];
      return [
        ...droppedRelation(targetNamed(catalog, op.object), op.cascade, env),
        op.objectType === 'sequence' && op.cascade ? exclusive(tablesDrawingFrom(op.object, env), env) : {},
      ];
    case 'trigger':
    case 'policy':
    case 'rule':
      return op.object.on === undefined ? [] : droppedFromTable(op, op.object.on, env);
    case 'type':
    case 'domain':
      return [
        droppedComposite(op.object, env),
        ...(op.cascade ? [exclusive(tablesUsing(op.object, env), env), typedTableLocks(op.object, env)] : []),
      ];
    case 'function':
    case 'procedure':
    case 'routine':
      return op.cascade ? [exclusive(tablesCalling(op.object, env), env)] : [];
    default:
      return [];
  }
}

/** A composite type is a relation without rows. */
function droppedComposite(name: WrittenName, { catalog }: EffectsEnvironment): EffectsPart {
  const target = targetNamed(catalog, name);
  return target.relation?.kind === 'compositeType' ? { locks: [lock(catalog, target, 'ACCESS EXCLUSIVE')] } : {};
}

/** The server looks whether the object exists before it locks the table for good. */
function droppedFromTable(op: DropObject, table: WrittenName, env: EffectsEnvironment): readonly EffectsPart[] {
  if (op.ifExists && env.catalog.relation(table) === 'absent') return [];
  const target = targetNamed(env.catalog, table);
  if (op.ifExists && target.relation !== undefined && lacks(target.relation, op)) return [];
  return [exclusive(op.objectType === 'trigger' ? familyOfPartitions(target, env) : [target], env)];
}

/** A table whose making the history shows has no other triggers, policies and rules than those in the history. */
function lacks(relation: Relation, { objectType, object }: DropObject): boolean {
  const { complete, managed, unit, triggers, policies, rules } = relation;
  const present = objectType === 'trigger' ? triggers : objectType === 'policy' ? policies : rules;
  return complete && !managed && unit > 0 && !present.has(object.name);
}

const familyOfPartitions = (target: Target, { catalog }: EffectsEnvironment): readonly Target[] =>
  familyOf(catalog, target).filter(({ relation }, at) => at === 0 || relation?.partitionOf !== undefined);

/** Tables with a trigger, a policy or a default that goes with the function. */
function tablesCalling(name: WrittenName, { catalog }: EffectsEnvironment): readonly Target[] {
  const called = catalog.resolve(name);
  const routines = catalog.routines(name);
  const resolved = typeof routines === 'string' ? called : (routines[0]?.name ?? called);
  return [...catalog.relations()]
    .filter((relation) => isCalledBy(relation, resolved))
    .map((relation) => ({ name: relation.name, relation }));
}

function isCalledBy(relation: Relation, routine: QualifiedName): boolean {
  const key = formatQualified(routine);
  if ([...relation.triggers.values()].some((trigger) => formatQualified(trigger.function) === key)) return true;
  const expressions = [
    ...[...relation.policies.values()].flatMap(({ using, withCheck }) => [using, withCheck]),
    ...[...relation.columns.values()].map((column) => column.default),
  ];
  return expressions.some(
    (expression) =>
      expression !== undefined &&
      [...walk(expression)].some(
        (part) =>
          part.kind === 'call' &&
          part.name.name === routine.name &&
          (part.name.schema === undefined || part.name.schema === routine.schema),
      ),
  );
}

export function dropSchemaEffects(op: DropSchema, env: EffectsEnvironment): readonly EffectsPart[] {
  if (!op.cascade) return [];
  return [...env.catalog.relations()]
    .filter(({ name, kind }) => name.schema === op.schema && kind !== 'compositeType')
    .flatMap((relation) =>
      droppedRelation({ name: relation.name, relation: relationNamed(env.catalog, relation.name) }, true, env),
    );
}
