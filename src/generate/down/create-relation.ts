import type { Index, Relation } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { columnCommentText, commentText } from './relation-comments.js';
import { table as alterTable, optionList, role } from './sql-text.js';
import { cannot, does, joined, type Phase, phase, statement, type Undo, type UndoStatement } from './step.js';
import type { UndoContext } from './undo-context.js';
import { columnText } from './write-column.js';
import { constraintText, indexText } from './write-constraint.js';
import { policyText, triggerStateText, triggerText } from './write-parts.js';
import { sequenceText } from './write-type.js';
import { viewText } from './write-view.js';

/** What brings a dropped relation back, with all that went with it but its rows. `indexes` are those it had. */
export function createRelation(relation: Relation, indexes: readonly Index[], context: UndoContext): Undo {
  switch (relation.kind) {
    case 'view':
    case 'materializedView':
      return joined(
        createView(relation, context),
        ownIndexes(indexes, context, phase.parts),
        belongings(relation, context),
      );
    case 'sequence':
      return createSequence(relation, context);
    case 'compositeType':
      // Its type comes back with its attributes.
      return does();
    case 'foreignTable':
      return joined(createForeignTable(relation, context), belongings(relation, context));
    default:
      return createTable(relation, indexes, context);
  }
}

const unknownText = (object: string): Undo =>
  cannot('the former text is not known', `${object} does not come back: its text is not known.`);

export function createView(view: Relation, { retry }: Pick<UndoContext, 'retry'>, orReplace = retry): Undo {
  const text = viewText(view, orReplace && view.kind === 'view');
  return text === undefined ? unknownText(`The view ${quoteName(view.name)}`) : does(statement(phase.views, text));
}

function createSequence(relation: Relation, context: UndoContext): Undo {
  const { ownedBy } = relation.sequence ?? {};
  const owner = ownedBy && context.catalog.relation(ownedBy.table);
  const text = sequenceText(relation, context.texts);
  return joined(
    does(
      statement(phase.sequences, text),
      ...(ownedBy && owner !== 'absent'
        ? [
            statement(
              phase.settings,
              `ALTER SEQUENCE ${quoteName(relation.name)} OWNED BY ${quoteName(ownedBy.table)}.${quoteIdentifier(ownedBy.column)}`,
            ),
          ]
        : []),
    ),
    belongings(relation, context),
    cannot(
      'the position of a dropped sequence',
      `The sequence ${quoteName(relation.name)} begins anew: its position is not known.`,
    ),
  );
}

function createForeignTable(relation: Relation, { texts }: UndoContext): Undo {
  const text = texts.textAt(relation.span);
  const name = `The foreign table ${quoteName(relation.name)}`;
  return text === undefined ? unknownText(name) : does(statement(phase.tables, text));
}

function createTable(relation: Relation, indexes: readonly Index[], context: UndoContext): Undo {
  const { texts } = context;
  const name = quoteName(relation.name);
  // The NOT NULL of a column is part of the column's own text.
  const constraints = [...relation.constraints.values()].filter(({ definition }) => definition.type !== 'notNull');
  const keys = constraints.filter(({ definition }) => definition.type !== 'foreignKey');
  const foreignKeys = constraints.filter(({ definition }) => definition.type === 'foreignKey');
  const columns = [...relation.columns.values()].map((column) => columnText(column, texts));
  const bodies = [...columns, ...keys.map((constraint) => constraintText(constraint, texts))];
  if (bodies.includes(undefined)) return unknownText(`The table ${name}`);
  if (!relation.complete && relation.partitionOf === undefined)
    return unknownText(`The table ${name}, whose columns are not all known,`);
  const head = `CREATE ${relation.persistence === 'unlogged' ? 'UNLOGGED ' : ''}TABLE ${name}`;
  const made = makeTable(
    relation,
    head,
    bodies.filter((body) => body !== undefined),
    texts,
  );
  if (made === undefined) return unknownText(`The table ${name}`);
  return joined(
    does(
      statement(phase.tables, made),
      ...foreignKeys.flatMap((constraint) => {
        const text = constraintText(constraint, texts);
        return text === undefined ? [] : [statement(phase.foreignKeys, `${alterTable(relation.name)} ADD ${text}`)];
      }),
    ),
    ownIndexes(indexes, context),
    belongings(relation, context),
  );
}

function makeTable(
  { partitionOf, partitionBy, inherits, ofType, options }: Relation,
  head: string,
  bodies: readonly string[],
  texts: UndoContext['texts'],
): string | undefined {
  const tail = optionList(options);
  const key = partitionBy && texts.textAt(partitionBy.span);
  if (partitionBy && key === undefined) return undefined;
  const by = key === undefined ? '' : ` ${partitionKeyText(key, partitionBy?.strategy ?? 'range')}`;
  if (partitionOf !== undefined) {
    const bound = boundText(partitionOf.bound, texts);
    return bound && `${head} PARTITION OF ${quoteName(partitionOf.parent)} ${bound}${by}${tail}`;
  }
  if (ofType !== undefined) return `${head} OF ${quoteName(ofType)}${by}${tail}`;
  const parents = inherits.length > 0 ? ` INHERITS (${inherits.map(quoteName).join(', ')})` : '';
  const list = bodies.length === 0 ? ' ()' : ` (\n${bodies.map((body) => `  ${body}`).join(',\n')}\n)`;
  return `${head}${list}${parents}${by}${tail}`;
}

const partitionKeyText = (text: string, strategy: string): string =>
  /^partition\b/i.test(text)
    ? text
    : `PARTITION BY ${strategy.toUpperCase()} ${text.startsWith('(') ? text : `(${text})`}`;

export function boundText(
  bound: NonNullable<Relation['partitionOf']>['bound'],
  texts: UndoContext['texts'],
): string | undefined {
  if (bound.isDefault) return 'DEFAULT';
  const text = texts.textAt(bound.span);
  return text === undefined || /^(?:for|default)\b/i.test(text) ? text : `FOR VALUES ${text}`;
}

function ownIndexes(indexes: readonly Index[], context: UndoContext, at: Phase = phase.indexes): Undo {
  const own = indexes.filter(({ constraint, parent }) => constraint === undefined && parent === undefined);
  const { statements, notUndone } = joined(
    ...own.map((index) => createIndex(index, { ...context, concurrently: false })),
  );
  return { statements: statements.map((one) => ({ ...one, phase: at })), notUndone };
}

/** CREATE INDEX, without blocking writes where it went without. */
export function createIndex(
  index: Index,
  { texts, concurrently, retry }: Pick<UndoContext, 'texts' | 'concurrently' | 'retry'>,
): Undo {
  const text = indexText(index, texts, { concurrently, retry });
  return text === undefined ? unknownText(`The index ${quoteName(index.name)}`) : does(statement(phase.indexes, text));
}

/** Policies, triggers, flags, owner and comments of a relation. */
function belongings(relation: Relation, context: UndoContext): Undo {
  const { texts, chronicle } = context;
  const { name, rowSecurity, owner } = relation;
  const parts: (UndoStatement | undefined)[] = [
    ...[...relation.policies.values()].map((policy) => part(policyText(policy, name, texts))),
    ...[...relation.triggers.values()].flatMap((trigger) => [
      part(triggerText(trigger, name, texts)),
      ...(trigger.state === 'enabled' ? [] : [statement(phase.settings, triggerStateText(trigger, name))]),
    ]),
    ...[...relation.rules].map((rule) => part(chronicle.last(`rule ${name.schema}.${name.name} ${rule}`)?.sql)),
  ];
  const settings = [
    rowSecurity.enabled ? `${alterTable(name)} ENABLE ROW LEVEL SECURITY` : undefined,
    rowSecurity.forced ? `${alterTable(name)} FORCE ROW LEVEL SECURITY` : undefined,
    owner === undefined ? undefined : `${alterTable(name)} OWNER TO ${role(owner)}`,
  ].flatMap((sql) => (sql === undefined ? [] : [statement(phase.settings, sql)]));
  return joined(
    does(...parts.filter((one) => one !== undefined), ...settings, ...comments(relation)),
    ...(parts.includes(undefined) ? [unknownText(`A policy, trigger or rule of ${quoteName(name)}`)] : []),
  );
}

const part = (sql: string | undefined): UndoStatement | undefined => (sql && statement(phase.parts, sql)) || undefined;

function comments(relation: Relation): readonly UndoStatement[] {
  return [
    ...(relation.comment === undefined ? [] : [commentText(relation, relation.comment)]),
    ...[...relation.columnComments].map(([column, text]) => columnCommentText(relation, column, text)),
  ].map((sql) => statement(phase.comments, sql));
}
