import type { Constraint, Relation } from '../../catalog/model.js';
import { formatQualified, quoteIdentifier, quoteName } from '../../core/name.js';
import { isInheritedConstraint, needs, relationKey, sidesOf } from './sides.js';
import { table as alterTable } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { ifExists, type UndoContext } from './undo-context.js';
import { constraintText } from './write-constraint.js';

/** Constraints that came, went or changed. */
export function undoConstraints(before: Relation, after: Relation, context: UndoContext, fresh: boolean): Undo {
  const { came, went, changed } = sidesOf(before.constraints, after.constraints);
  const isPart = (relation: Relation, { definition }: Constraint): boolean =>
    relation.partitionOf !== undefined && definition.type !== 'notNull' && isInheritedConstraint(relation, context);
  const drops = came
    .filter((constraint) => {
      if (isPart(after, constraint) || goesWithColumn(constraint, before, after)) return false;
      return !fresh || context.madeLater(relationKey(before), constraintNeeds(constraint, context));
    })
    .map(({ name, definition }) =>
      statement(
        definition.type === 'foreignKey' ? phase.dropForeignKeys : phase.dropConstraints,
        `${alterTable(after.name)} DROP CONSTRAINT${ifExists(context)} ${quoteIdentifier(name)}`,
      ),
    );
  if (fresh) return does(...drops);
  return joined(
    does(...drops),
    keptNotNull(before, after, came),
    ...went
      .filter((constraint) => !isPart(before, constraint) && constraint.definition.type !== 'notNull')
      .map((constraint) => addConstraint(before, constraint, context)),
    ...changed.map(([old, now]) =>
      hasJoined(before, old, now) ? addConstraint(before, old, context) : changeConstraint(before, old, now),
    ),
  );
}

/** A foreign key of a partition joined that of the partitioned table, and is dropped with it. */
const hasJoined = ({ partitionOf }: Relation, old: Constraint, now: Constraint): boolean =>
  partitionOf !== undefined && old.inherited !== true && now.inherited === true;

const constraintNeeds = ({ definition, references }: Constraint, context: UndoContext): readonly string[] => [
  ...(references ? targetNeeds(formatQualified(references.table), context) : []),
  ...(definition.type === 'check' ? needs([definition.expression], context) : []),
];

/** A table that is there to stay loses the unique index that the foreign key rests on, which must go first then. */
const targetNeeds = (target: string, { isFreshObject }: UndoContext): readonly string[] =>
  isFreshObject('table', target) ? [`relation:${target}`] : [`relation:${target}`, `keys:${target}`];

/** A constraint on a column that goes too, or that is NOT NULL and is dropped as such. */
const goesWithColumn = ({ columns, definition }: Constraint, before: Relation, after: Relation): boolean =>
  definition.type === 'notNull' ||
  (before.complete &&
    columns.length > 0 &&
    columns.some((name) => !before.columns.has(name) && after.columns.has(name)));

/** A primary key made its columns NOT NULL, and they stay so when it goes. */
const keptNotNull = (before: Relation, after: Relation, came: readonly Constraint[]): Undo =>
  does(
    ...came
      .filter(({ definition }) => definition.type === 'primaryKey')
      .flatMap(({ columns }) => columns)
      .filter((name) => before.columns.get(name)?.notNull === false && after.columns.get(name)?.notNull === true)
      .map((name) =>
        statement(
          phase.columnChanges,
          `${alterTable(before.name)} ALTER COLUMN ${quoteIdentifier(name)} DROP NOT NULL`,
        ),
      ),
  );

function addConstraint(table: Relation, constraint: Constraint, { texts }: UndoContext): Undo {
  const text = constraintText(constraint, texts);
  const at = constraint.definition.type === 'foreignKey' ? phase.foreignKeys : phase.constraints;
  return text === undefined
    ? cannot(
        'the former text is not known',
        `The constraint ${constraint.name} of ${quoteName(table.name)} does not come back: its text is not known.`,
      )
    : does(statement(at, `${alterTable(table.name)} ADD ${text}`));
}

function changeConstraint(table: Relation, old: Constraint, now: Constraint): Undo {
  const [was, is] = [old.definition, now.definition];
  if (was.deferrable === is.deferrable && was.initiallyDeferred === is.initiallyDeferred) return nothing;
  const words = `${was.deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE'} INITIALLY ${was.initiallyDeferred ? 'DEFERRED' : 'IMMEDIATE'}`;
  return does(
    statement(phase.settings, `${alterTable(table.name)} ALTER CONSTRAINT ${quoteIdentifier(old.name)} ${words}`),
  );
}
