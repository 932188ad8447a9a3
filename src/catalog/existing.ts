import type { WrittenName } from '../core/name.js';
import type { Catalog } from './catalog.js';
import type { Column, Constraint, Relation } from './model.js';

/**
 * The relation was there before this unit, so that it may hold data and code may use it. Not: temporary ones, and those
 * that a complete history shows not to exist. One that nobody knows is taken to have been there.
 */
export function wasThereBefore(catalog: Catalog, name: WrittenName): boolean {
  const relation = catalog.relation(name);
  if (relation === 'absent') return false;
  if (typeof relation === 'object' && relation.persistence === 'temporary') return false;
  return catalog.isNew(name) !== 'yes';
}

/**
 * The same for a statement that fails without the relation: where the history shows none, somebody made it by hand, and it
 * may hold data all the same.
 */
export const mustHaveBeenThere = (catalog: Catalog, name: WrittenName): boolean =>
  catalog.relation(name) === 'absent' || wasThereBefore(catalog, name);

export const relationNamed = (catalog: Catalog, name: WrittenName): Relation | undefined => {
  const relation = catalog.relation(name);
  return typeof relation === 'object' ? relation : undefined;
};

/** Undefined where it has none, or where the history does not show it. */
export const primaryKeyOf = ({ constraints }: Relation): Constraint | undefined =>
  [...constraints.values()].find(({ definition }) => definition.type === 'primaryKey');

export const columnNamed = (catalog: Catalog, table: WrittenName, column: string): Column | undefined =>
  relationNamed(catalog, table)?.columns.get(column);

/** The same of one of its columns. */
export function columnWasThereBefore(catalog: Catalog, table: WrittenName, column: string): boolean {
  if (!wasThereBefore(catalog, table)) return false;
  const relation = relationNamed(catalog, table);
  const found = relation?.columns.get(column);
  if (found === undefined) return relation?.complete !== true;
  return found.unit !== catalog.unit;
}
