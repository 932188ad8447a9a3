import type { Column, Index, Relation } from '../catalog/model.js';
import type { TypeName } from '../sql/expression.js';
import { formatType } from '../sql/format-type.js';
import type { ColumnDefinition, CreateIndex } from '../sql/operation.js';
import { withoutSerial } from '../sql/serial-types.js';

/** A column made as `serial` is known by its number type, or by the word that made it. */
const plainType = (type: TypeName): string => formatType({ ...withoutSerial(type), schema: undefined });

/** What a definition says that the existing column is not: `title: text instead of integer`. */
export function columnDifference(written: ColumnDefinition, there: Column): string | undefined {
  const [wanted, found] = [plainType(written.type), plainType(there.type)];
  if (written.type.name === '' || there.type.name === '' || written.type.percentType) return undefined;
  if (wanted !== found) return `column ${written.name} is ${found} and not ${wanted}`;
  if (written.notNull && !there.notNull) return `column ${written.name} may be null`;
  return written.default !== undefined && there.default === undefined && there.identity === undefined && !there.serial
    ? `column ${written.name} has no default`
    : undefined;
}

/** What the columns of a CREATE TABLE say that the existing table is not. */
export function tableDifferences(written: readonly ColumnDefinition[], there: Relation): readonly string[] {
  return written.flatMap((column) => {
    const found = there.columns.get(column.name);
    if (found === undefined) return there.complete ? [`column ${column.name} is missing`] : [];
    return columnDifference(column, found) ?? [];
  });
}

/** The existing index is on another table, on other columns, or unique where the new one is not. */
export function indexDifference(written: CreateIndex, there: Index): string | undefined {
  if (written.table.name !== there.table.name) return `it is on table ${there.table.name}`;
  const [wanted, found] = [columnsOf(written), columnsOf(there)];
  if (wanted !== undefined && found !== undefined && wanted !== found) return `it is on (${found})`;
  if (written.unique !== there.unique) return there.unique ? 'it is unique' : 'it is not unique';
  return undefined;
}

/** Absent where an element is an expression. */
function columnsOf({ elements }: Pick<Index, 'elements'>): string | undefined {
  const names = elements.map(({ column }) => column);
  return names.includes(undefined) ? undefined : names.join(', ');
}
