import type { Column, Constraint, Relation } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import type { Expression } from '../../sql/expression.js';
import { referencesOf } from '../../sql/references.js';
import { boundText, columnCommentText, commentText, createView } from './create-relation.js';
import { table as alterTable, optionName, optionValue, role } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo, type UndoStatement } from './step.js';
import { addColumn, changeColumn } from './undo-columns.js';
import { ifExists, isFresh, type UndoContext } from './undo-context.js';
import { constraintText } from './write-constraint.js';
import { grantsText } from './write-grants.js';
import { policyText, triggerStateText, triggerText } from './write-parts.js';
import { canReplace } from './write-view.js';

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

interface Sides<Part> {
  readonly came: readonly Part[];
  readonly went: readonly Part[];
  readonly changed: readonly (readonly [before: Part, after: Part])[];
}

function sidesOf<Part>(before: ReadonlyMap<string, Part>, after: ReadonlyMap<string, Part>): Sides<Part> {
  return {
    came: [...after].filter(([key]) => !before.has(key)).map(([, part]) => part),
    went: [...before].filter(([key]) => !after.has(key)).map(([, part]) => part),
    changed: [...before].flatMap(([key, old]) => {
      const now = after.get(key);
      return now === undefined || now === old ? [] : [[old, now] as const];
    }),
  };
}

/** Keys of what a part of a table needs, as `madeLater` takes them. */
function needs(expressions: readonly (Expression | undefined)[], { catalog }: UndoContext): readonly string[] {
  const present = expressions.filter((expression) => expression !== undefined);
  if (present.length === 0) return [];
  const { relations, functions, types } = referencesOf(present);
  const key = (kind: string) => (name: { readonly schema?: string | undefined; readonly name: string }) => {
    const { schema, name: own } = catalog.resolve(name);
    return `${kind}:${schema}.${own}`;
  };
  return [...relations.map(key('relation')), ...functions.map(key('routine')), ...types.map(key('type'))];
}

const keyOf = ({ name }: Relation): string => `relation:${name.schema}.${name.name}`;

function undoColumns(before: Relation, after: Relation, context: UndoContext, fresh: boolean): Undo {
  if (before.view !== undefined || before.kind === 'compositeType') return nothing;
  const { came, went, changed } = sidesOf(before.columns, after.columns);
  const inherited = (column: Column): boolean => isInherited(column.name, after, context);
  const leave = came.filter((column) => {
    if (inherited(column)) return false;
    return !fresh || context.madeLater(keyOf(before), columnNeeds(column, context));
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
    ...went
      .filter((column) => !isInherited(column.name, before, context))
      .map((column) => addColumn(before, column, context)),
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

/** A partition or child gets and loses it with its parent. */
function isInherited(column: string, relation: Relation, { catalog }: UndoContext): boolean {
  const parents = [...relation.inherits, ...(relation.partitionOf ? [relation.partitionOf.parent] : [])];
  return parents.some((parent) => catalog.relation(parent) !== 'absent') && column !== '';
}

function undoConstraints(before: Relation, after: Relation, context: UndoContext, fresh: boolean): Undo {
  const { came, went, changed } = sidesOf(before.constraints, after.constraints);
  const isPart = (relation: Relation, { definition }: Constraint): boolean =>
    relation.partitionOf !== undefined && definition.type !== 'notNull' && isInheritedConstraint(relation, context);
  const drops = came
    .filter((constraint) => {
      if (isPart(after, constraint) || goesWithColumn(constraint, before, after)) return false;
      return !fresh || context.madeLater(keyOf(before), constraintNeeds(constraint, context));
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
    ...changed.map(([old, now]) => changeConstraint(before, old, now)),
  );
}

/** Constraints and keys of a partition follow those of its parent. */
const isInheritedConstraint = ({ partitionOf }: Relation, { catalog }: UndoContext): boolean =>
  partitionOf !== undefined && catalog.relation(partitionOf.parent) !== 'absent';

const constraintNeeds = ({ definition, references }: Constraint, context: UndoContext): readonly string[] => [
  ...(references ? [`relation:${references.table.schema}.${references.table.name}`] : []),
  ...(definition.type === 'check' ? needs([definition.expression], context) : []),
];

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

function undoParts(before: Relation, after: Relation, context: UndoContext, fresh: boolean): Undo {
  const { texts } = context;
  const { name } = after;
  const policies = sidesOf(before.policies, after.policies);
  const triggers = sidesOf(before.triggers, after.triggers);
  const stays = (keys: readonly string[]): boolean => fresh && !context.madeLater(keyOf(before), keys);
  const cameRules = [...after.rules].filter((rule) => !before.rules.has(rule));
  const isOwn = after.partitionOf === undefined || !isInheritedConstraint(after, context);
  const drops: UndoStatement[] = [
    ...policies.came
      .filter(({ using, withCheck }) => !stays(needs([using, withCheck], context)))
      .map((policy) => dropPart('POLICY', policy.name)),
    ...triggers.came
      .filter(({ function: { schema, name: called } }) => isOwn && !stays([`routine:${schema}.${called}`]))
      .map((trigger) => dropPart('TRIGGER', trigger.name)),
    ...(fresh ? [] : cameRules.map((rule) => dropPart('RULE', rule))),
  ];
  if (fresh) return does(...drops);
  const changedTriggers = triggers.changed.filter(([old, now]) => old.span !== now.span);
  return joined(
    does(
      ...drops,
      ...[...policies.changed].map(([old]) => dropPart('POLICY', old.name)),
      ...changedTriggers.map(([old]) => dropPart('TRIGGER', old.name)),
      ...triggers.changed
        .filter(([old, now]) => old.span === now.span && old.state !== now.state)
        .map(([old]) => statement(phase.settings, triggerStateText(old, name))),
    ),
    ...[...policies.went, ...policies.changed.map(([old]) => old)].map((policy) =>
      again(policyText(policy, before.name, texts), `The policy ${policy.name} of ${quoteName(name)}`),
    ),
    ...(isOwn ? [...triggers.went, ...changedTriggers.map(([old]) => old)] : []).flatMap((trigger) => [
      again(triggerText(trigger, before.name, texts), `The trigger ${trigger.name} of ${quoteName(name)}`),
      ...(trigger.state === 'enabled' ? [] : [does(statement(phase.settings, triggerStateText(trigger, name)))]),
    ]),
    ...[...before.rules]
      .filter((rule) => !after.rules.has(rule))
      .map((rule) =>
        again(
          context.chronicle.last(`rule ${name.schema}.${name.name} ${rule}`)?.sql,
          `The rule ${rule} of ${quoteName(name)}`,
        ),
      ),
  );

  function dropPart(word: string, part: string): UndoStatement {
    return statement(
      phase.dropParts,
      `DROP ${word}${ifExists(context)} ${quoteIdentifier(part)} ON ${quoteName(name)}`,
    );
  }
}

const again = (sql: string | undefined, object: string): Undo =>
  sql === undefined
    ? cannot('the former text is not known', `${object} does not come back: its text is not known.`)
    : does(statement(phase.parts, sql));

function undoView(before: Relation, after: Relation, context: UndoContext): Undo {
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
