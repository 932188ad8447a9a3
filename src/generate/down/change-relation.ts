import type { Relation } from '../../catalog/model.js';
import { quoteName } from '../../core/name.js';
import { boundText } from './create-relation.js';
import { columnCommentText, commentText } from './relation-comments.js';
import { table as alterTable, optionName, optionValue, role } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { undoColumns } from './undo-column-set.js';
import { undoConstraints } from './undo-constraints.js';
import { isFresh, type UndoContext } from './undo-context.js';
import { undoParts } from './undo-parts.js';
import { undoView } from './undo-view.js';

/** What makes a relation what it was before. What the migration made itself goes as a whole, and needs no more. */
export function changeRelation(before: Relation, after: Relation, context: UndoContext): Undo {
  const fresh = isFresh(before, context);
  const undo = joined(
    undoColumns(before, after, context, fresh),
    undoConstraints(before, after, context, fresh),
    undoParts(before, after, context, fresh),
  );
  return fresh ? undo : joined(undo, undoView(before, after, context), undoSettings(before, after, context));
}

function undoSettings(before: Relation, after: Relation, context: UndoContext): Undo {
  const table = alterTable(before.name);
  const { enabled, forced } = before.rowSecurity;
  const replaced = before.view !== undefined && before.view !== after.view;
  const settings = [
    enabled === after.rowSecurity.enabled ? undefined : `${table} ${enabled ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`,
    forced === after.rowSecurity.forced ? undefined : `${table} ${forced ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`,
    ...(replaced ? [] : optionChanges(before, after).map((change) => `${table} ${change}`)),
    before.persistence === after.persistence || before.persistence === 'temporary'
      ? undefined
      : `${table} SET ${before.persistence === 'unlogged' ? 'UNLOGGED' : 'LOGGED'}`,
  ].filter((sql) => sql !== undefined);
  const comments = [
    before.comment === after.comment ? undefined : commentText(before, before.comment),
    ...[...new Set([...before.columnComments.keys(), ...after.columnComments.keys()])]
      .filter((name) => before.columnComments.get(name) !== after.columnComments.get(name))
      .filter((name) => before.columns.has(name) || !before.complete)
      .map((name) => columnCommentText(before, name, before.columnComments.get(name))),
  ].filter((sql) => sql !== undefined);
  return joined(
    does(
      ...settings.map((sql) => statement(phase.settings, sql)),
      ...comments.map((sql) => statement(phase.comments, sql)),
    ),
    undoOwner(before, after),
    undoPartition(before, after, context),
    undoTableType(before, after),
  );
}

function optionChanges(before: Relation, after: Relation): readonly string[] {
  const set = Object.entries(before.options).filter(([name, value]) => after.options[name] !== value);
  const reset = Object.keys(after.options).filter((name) => before.options[name] === undefined);
  return [
    ...(set.length > 0
      ? [`SET (${set.map(([name, value]) => `${optionName(name)} = ${optionValue(value)}`).join(', ')})`]
      : []),
    ...(reset.length > 0 ? [`RESET (${reset.map(optionName).join(', ')})`] : []),
  ];
}

function undoOwner(before: Relation, after: Relation): Undo {
  if (before.owner === after.owner) return nothing;
  if (before.owner !== undefined) {
    return does(statement(phase.settings, `${alterTable(before.name)} OWNER TO ${role(before.owner)}`));
  }
  return cannot('the former owner is not known', `The former owner of ${quoteName(before.name)} is not known.`);
}

function undoTableType({ name, ofType: was }: Relation, { ofType: is }: Relation): Undo {
  if (was?.schema === is?.schema && was?.name === is?.name) return nothing;
  return does(statement(phase.settings, `${alterTable(name)} ${was ? `OF ${quoteName(was)}` : 'NOT OF'}`));
}

function undoPartition(before: Relation, after: Relation, { texts, concurrently }: UndoContext): Undo {
  const own = quoteName(before.name);
  const [was, is] = [before.partitionOf, after.partitionOf];
  if (was?.parent.name !== is?.parent.name) {
    if (is !== undefined) {
      return does(
        statement(
          phase.settings,
          `${alterTable(is.parent)} DETACH PARTITION ${own}${concurrently ? ' CONCURRENTLY' : ''}`,
        ),
      );
    }
    const bound = was && boundText(was.bound, texts);
    if (was !== undefined && bound !== undefined) {
      return does(statement(phase.settings, `${alterTable(was.parent)} ATTACH PARTITION ${own} ${bound}`));
    }
    return cannot('the former text is not known', `The bounds of the partition ${own} are not known.`);
  }
  const names = (list: Relation['inherits']): readonly string[] => list.map(quoteName);
  const [old, now] = [names(before.inherits), names(after.inherits)];
  return does(
    ...now
      .filter((parent) => !old.includes(parent))
      .map((parent) => statement(phase.settings, `${alterTable(before.name)} NO INHERIT ${parent}`)),
    ...old
      .filter((parent) => !now.includes(parent))
      .map((parent) => statement(phase.settings, `${alterTable(before.name)} INHERIT ${parent}`)),
  );
}
