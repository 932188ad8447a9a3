import type { Catalog } from '../catalog/catalog.js';
import { relationNamed } from '../catalog/existing.js';
import type { WrittenName } from '../core/name.js';

/** Another unique index already keeps these columns, or some of them, apart. */
export const isUniqueAlready = (
  catalog: Catalog,
  table: WrittenName,
  columns: readonly (string | undefined)[],
): boolean => {
  const relation = relationNamed(catalog, table);
  const indexes = relation === undefined ? [] : catalog.indexesOf(relation);
  return indexes.some(
    ({ unique, where, elements }) =>
      unique && where === undefined && elements.every(({ column }) => column !== undefined && columns.includes(column)),
  );
};
