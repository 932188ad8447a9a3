import type { Catalog } from '../catalog/catalog.js';
import { formatQualified, type WrittenName } from '../core/name.js';
import type { Operation } from '../sql/operation.js';
import { referencesOf } from '../sql/references.js';

/**
 * One of these operations deletes rows of the table or writes to one of these columns, or runs code that may: the author has
 * thought of rows that do not fit.
 */
export function mayMendRows(
  operations: readonly Operation[],
  table: WrittenName,
  columns: readonly string[],
  catalog: Catalog,
): boolean {
  const key = formatQualified(catalog.resolve(table));
  const isTable = (name: WrittenName): boolean => formatQualified(catalog.resolve(name)) === key;
  return operations.some((op) => {
    switch (op.kind) {
      case 'update':
        return op.columns.some((column) => columns.includes(column)) && isTable(op.table);
      case 'delete':
      case 'merge':
        return isTable(op.table);
      case 'truncate':
        return op.tables.some(isTable);
      case 'call':
      case 'dynamicSql':
      case 'unknown':
        return true;
      case 'doBlock':
        return !op.analysed;
      case 'select':
        return (
          op.query.modifies.some(isTable) ||
          referencesOf(op.query).functions.some((name) => isOwnRoutine(name, catalog))
        );
      default:
        return false;
    }
  });
}

const isOwnRoutine = (name: WrittenName, catalog: Catalog): boolean => {
  const routines = catalog.routines(name);
  return typeof routines === 'object' && routines.length > 0;
};
