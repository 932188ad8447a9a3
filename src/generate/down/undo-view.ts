import type { Relation } from '../../catalog/model.js';
import { quoteName } from '../../core/name.js';
import { createView } from './create-relation.js';
import { columnCommentText, commentText } from './relation-comments.js';
import { table as alterTable, role } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { ifExists, type UndoContext } from './undo-context.js';
import { grantsText } from './write-grants.js';
import { canReplace } from './write-view.js';

/** The query of a view as it was. */
export function undoView(before: Relation, after: Relation, context: UndoContext): Undo {
  if (before.view === undefined || after.view === undefined || before.view === after.view) return nothing;
  if (before.kind === 'materializedView' && before.view.text === after.view.text) return nothing;
  if (canReplace(before, after)) return createView(before, context, true);
  const dependents = context.catalog.dependentsOf(after.name);
  if (dependents.length > 0) {
    return joined(
      createView(before, context, true),
      cannot(
        'a view with dependents loses columns',
        `CREATE OR REPLACE VIEW cannot take columns away from ${quoteName(after.name)}, and ${dependents[0]?.name} uses it: drop and create both.`,
      ),
    );
  }
  const grants = context.catalog.grants('table', before.name);
  return joined(
    does(statement(phase.dropViews, `DROP VIEW${ifExists(context)} ${quoteName(after.name)}`)),
    createView(before, context, false),
    viewRights(before, grants.length > 0, context),
  );
}

function viewRights(view: Relation, granted: boolean, { catalog }: UndoContext): Undo {
  const grants = granted ? grantsText(catalog.grants('table', view.name)) : [];
  return does(
    ...(view.owner === undefined
      ? []
      : [statement(phase.settings, `${alterTable(view.name)} OWNER TO ${role(view.owner)}`)]),
    ...grants.map((sql) => statement(phase.rights, sql)),
    ...(view.comment === undefined ? [] : [statement(phase.comments, commentText(view, view.comment))]),
    ...[...view.columnComments].map(([name, text]) => statement(phase.comments, columnCommentText(view, name, text))),
  );
}
