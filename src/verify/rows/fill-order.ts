import type { FillTable, ForeignKey } from './read-tables.js';

/** Tables behind those that they refer to. A ring is entered where the reference may be NULL, else anywhere. */
export function fillOrder(tables: readonly FillTable[]): readonly FillTable[] {
  const optional = new Map(
    tables.map((table) => [table, new Set(table.foreignKeys.filter((key) => isOptional(key, table)))]),
  );
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const waitsFor = (table: FillTable, key: ForeignKey): boolean => key.target !== table.name && waiting.has(key.target);
  const ordered: FillTable[] = [];
  while (waiting.size > 0) {
    const rest = [...waiting.values()];
    const next =
      rest.find((table) => !table.foreignKeys.some((key) => waitsFor(table, key))) ??
      rest.find((table) => !table.foreignKeys.some((key) => !optional.get(table)?.has(key) && waitsFor(table, key))) ??
      rest[0];
    if (next === undefined) break;
    waiting.delete(next.name);
    ordered.push(next);
  }
  return ordered;
}

const isOptional = ({ columns }: ForeignKey, table: FillTable): boolean =>
  columns.some((name) => table.columns.find((column) => column.name === name)?.notNull === false);
