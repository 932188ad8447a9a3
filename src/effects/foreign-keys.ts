import type { Catalog } from '../catalog/catalog.js';
import type { Constraint, Relation } from '../catalog/model.js';
import type { LockMode } from '../core/lock-mode.js';
import type { WrittenName } from '../core/name.js';
import type { ForeignKeyConstraint } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { familyNamed, familyOf, lock, lockIndexes, type Target, targetNamed, withStorage } from './targets.js';

/** Making a foreign key puts triggers on both tables: writes to both wait. */
export function foreignKeyLocks(
  { references }: Pick<ForeignKeyConstraint, 'references'>,
  referencing: readonly Target[],
  { catalog }: EffectsEnvironment,
  mode: LockMode = 'SHARE ROW EXCLUSIVE',
): EffectsPart {
  return {
    locks: [
      ...referencing.map((target) => lock(catalog, target, mode)),
      ...familyNamed(catalog, references).map((target) => lock(catalog, target, 'SHARE ROW EXCLUSIVE')),
    ],
  };
}

/** The rows are checked by one query over both tables, which opens every index of both. */
export function foreignKeyValidation(
  references: WrittenName,
  referencing: readonly Target[],
  { catalog }: EffectsEnvironment,
): EffectsPart {
  const read = withStorage([...referencing, ...familyNamed(catalog, references)]);
  return {
    validatesForeignKey: true,
    locks: read.flatMap((target) => lockIndexes(catalog, target, 'ACCESS SHARE')),
  };
}

export function foreignKeysOf(relation: Relation | undefined): readonly Constraint[] {
  if (relation === undefined) return [];
  return [...relation.constraints.values()].filter(({ references }) => references !== undefined);
}

/** Dropping a foreign key takes its triggers off the referenced table. */
export const droppedForeignKeyLocks = (catalog: Catalog, constraints: readonly Constraint[]): EffectsPart => ({
  locks: constraints.flatMap(({ references }) =>
    references === undefined
      ? []
      : familyOf(catalog, targetNamed(catalog, references.table)).map((target) =>
          lock(catalog, target, 'ACCESS EXCLUSIVE'),
        ),
  ),
});

/** Foreign keys of other tables that point at any of these columns, or at the table where `columns` is absent. */
export function keysPointingAt(
  catalog: Catalog,
  relation: Relation | undefined,
  columns?: readonly string[],
): readonly { readonly table: Relation; readonly constraint: Constraint }[] {
  if (relation === undefined) return [];
  return catalog.referencingForeignKeys(relation.name).flatMap(({ table, constraint: name }) => {
    const constraint = table.constraints.get(name);
    if (constraint === undefined) return [];
    const touched = columns === undefined || constraint.references?.columns.some((column) => columns.includes(column));
    return touched === true ? [{ table, constraint }] : [];
  });
}
