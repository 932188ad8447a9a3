import type { Column, Relation } from '../../catalog/model.js';
import { quoteIdentifier } from '../../core/name.js';
import { isInherited, mayGoWithParent, needs, relationKey, sidesOf } from './sides.js';
import { table as alterTable } from './sql-text.js';
import { does, joined, nothing, phase, statement, type Undo } from './step.js';
import { addColumn, changeColumn } from './undo-columns.js';
import { ifExists, type UndoContext } from './undo-context.js';

/** Columns that came, went or changed. */
export function undoColumns(before: Relation, after: Relation, context: UndoContext, fresh: boolean): Undo {
  if (before.view !== undefined || before.kind === 'compositeType') return nothing;
  const { came, went, changed } = sidesOf(before.columns, after.columns);
  const inherited = (column: Column): boolean => isInherited(column.name, after, context);
  const leave = came.filter((column) => {
    if (inherited(column)) return false;
    return !fresh || context.madeLater(relationKey(before), columnNeeds(column, context));
  });
  const drops = leave.map(({ name }) =>
    statement(
      phase.dropColumns,
      `${alterTable(after.name)} DROP COLUMN${ifExists(context)} ${quoteIdentifier(name)}`,
      columnKey(after, name),
    ),
  );
  if (fresh) return does(...drops);
  return joined(
    does(...drops),
    ...went.filter(() => !mayGoWithParent(before, context)).map((column) => addColumn(before, column, context)),
    ...changed
      .filter(([old]) => old.unit !== context.unit && !isInherited(old.name, after, context))
      .map(([old, now]) => changeColumn(before, old, now, context)),
  );
}

export const columnKey = ({ name }: Relation, column: string): string => `column:${name.schema}.${name.name}.${column}`;

const columnNeeds = ({ type, default: value, generated }: Column, context: UndoContext): readonly string[] => {
  const { schema, name } = context.catalog.resolve(type);
  return [`type:${schema}.${name}`, ...needs([value, generated?.expression], context)];
};
