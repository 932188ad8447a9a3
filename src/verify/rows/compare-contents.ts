import type { DatabaseContents, TableContents } from './take-contents.js';

/** Rows or values that were there before and are not there, or are others, after. */
export type Loss =
  | { readonly kind: 'table'; readonly table: string; readonly rows: number }
  | { readonly kind: 'rows'; readonly table: string; readonly before: number; readonly after: number }
  | { readonly kind: 'column'; readonly table: string; readonly column: string }
  /** The values are others: `emptied` or not is not told apart. */
  | { readonly kind: 'values'; readonly table: string; readonly column: string }
  /** Each column holds what it held, but in other rows. */
  | { readonly kind: 'mixed-up'; readonly table: string };

/** What was lost between two states. Tables and columns that are new are no loss. */
export const compareContents = (before: DatabaseContents, after: DatabaseContents): readonly Loss[] =>
  [...before].flatMap(([table, contents]) => {
    const now = after.get(table);
    if (contents.rows === 0) return [];
    return now === undefined ? [{ kind: 'table', table, rows: contents.rows }] : lossesOf(table, contents, now);
  });

function lossesOf(table: string, before: TableContents, now: TableContents): readonly Loss[] {
  if (before.rows !== now.rows) return [{ kind: 'rows', table, before: before.rows, after: now.rows }];
  const columns = [...before.columns].flatMap(([column, checksum]): readonly Loss[] => {
    const other = now.columns.get(column);
    if (other === undefined) return [{ kind: 'column', table, column }];
    return other === checksum ? [] : [{ kind: 'values', table, column }];
  });
  if (columns.length > 0) return columns;
  const sameColumns = before.columns.size === now.columns.size;
  return sameColumns && before.checksum !== now.checksum ? [{ kind: 'mixed-up', table }] : [];
}

/** For people, one line. */
export function renderLoss(loss: Loss): string {
  switch (loss.kind) {
    case 'table':
      return `${loss.table}: all ${loss.rows} rows are gone with the table`;
    case 'rows':
      return `${loss.table}: ${loss.after} rows, were ${loss.before}`;
    case 'column':
      return `${loss.table}: the column ${loss.column} is gone with its values`;
    case 'values':
      return `${loss.table}: the column ${loss.column} does not hold its former values`;
    case 'mixed-up':
      return `${loss.table}: the values stand in other rows`;
  }
}
