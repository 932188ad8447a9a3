import type { QualifiedName } from '../core/name.js';
import { type Expression, walk } from '../sql/expression.js';
import type { Dependent } from './catalog.js';
import { relationsUsing, sameName } from './children.js';
import { type ColumnUse, columnUses, tableScope } from './column-uses.js';
import { indexesOfTable } from './indexes.js';
import { bareName, type Link, sequenceNameIn } from './links.js';
import type { Index, Relation, Routine } from './model.js';
import { pointsAt } from './resolve.js';
import { relationAt, type Store } from './store.js';

const after = (key: string, prefix: string): string | undefined =>
  key.startsWith(prefix) ? key.slice(prefix.length) : undefined;

/** Everything that the server knows to be lost with the relation, or one column of it. Bodies of routines are text to it. */
export function dependentsOf(store: Store, target: QualifiedName, column?: string): readonly Dependent[] {
  const matches = ({ relation, column: used }: ColumnUse): boolean =>
    sameName(relation, target) && (column === undefined || used === column);
  const found = new Map<string, Dependent>();
  for (const dependent of findDependents(store, target, column, matches)) {
    const on = dependent.on ? `${dependent.on.schema}.${dependent.on.name}` : '';
    found.set(`${dependent.objectType} ${on} ${dependent.name}`, dependent);
  }
  return [...found.values()];
}

function* findDependents(
  store: Store,
  target: QualifiedName,
  column: string | undefined,
  matches: (use: ColumnUse) => boolean,
): Generator<Dependent> {
  for (const user of relationsUsing(store, target)) {
    yield* viewDependent(user, target, column);
    yield* foreignKeyDependents(user, target, column);
  }
  const own = relationAt(store, target);
  // Of a whole table its own parts are no dependents: they are the table.
  if (own !== undefined && column !== undefined) yield* partsUsing(store, own, column, matches);
  for (const user of namedUsers(store, target)) {
    const key = after(user, 'relation:');
    const relation = key === undefined ? undefined : store.relations.get(key);
    if (relation !== undefined && !sameName(relation.name, target)) {
      yield* policiesReading(store, relation, target, column);
      yield* defaultsOn(store, relation, target);
    }
  }
}

const namedUsers = (store: Store, target: QualifiedName): readonly string[] => store.usersOf(`name:${target.name}`);

function* viewDependent(user: Relation, target: QualifiedName, column: string | undefined): Generator<Dependent> {
  const { view } = user;
  if (view === undefined || !view.reads.some((name) => sameName(name, target))) return;
  const used = column === undefined || view.uses.some((use) => sameName(use.relation, target) && use.column === column);
  if (!used) return;
  const objectType = user.kind === 'materializedView' ? 'materialized view' : 'view';
  yield { objectType, name: `${user.name.schema}.${user.name.name}` };
}

function* foreignKeyDependents(
  user: Relation,
  target: QualifiedName,
  column: string | undefined,
): Generator<Dependent> {
  if (sameName(user.name, target)) return;
  for (const { name, references } of user.constraints.values())
    if (references !== undefined && sameName(references.table, target))
      if (column === undefined || references.columns.includes(column))
        yield { objectType: 'foreign key', name, on: user.name };
}

/** Parts of the table that use one of its columns. */
function* partsUsing(
  store: Store,
  table: Relation,
  column: string,
  matches: (use: ColumnUse) => boolean,
): Generator<Dependent> {
  const on = table.name;
  const uses = (expression: Expression | undefined): boolean =>
    expression !== undefined && [...columnUses(store, expression, tableScope(on))].some(matches);
  for (const policy of table.policies.values())
    if (uses(policy.using) || uses(policy.withCheck)) yield { objectType: 'policy', name: policy.name, on };
  for (const trigger of table.triggers.values())
    if (trigger.columns.includes(column)) yield { objectType: 'trigger', name: trigger.name, on };
  for (const other of table.columns.values())
    if (other.name !== column && uses(other.generated?.expression))
      yield { objectType: 'generated column', name: other.name, on };
  for (const { name, definition, columns } of table.constraints.values())
    if (columns.includes(column))
      yield { objectType: definition.type === 'foreignKey' ? 'foreign key' : 'constraint', name, on };
  for (const index of indexesOfTable(store, table.indexes))
    if (index.constraint === undefined && indexContains(index, column, uses))
      yield { objectType: 'index', name: index.name.name, on };
}

const indexContains = (index: Index, column: string, uses: (expression: Expression | undefined) => boolean): boolean =>
  index.include.includes(column) ||
  index.elements.some((element) => element.column === column || uses(element.expression)) ||
  uses(index.where);

/** Policies of other tables whose sub-selects read this one. */
function* policiesReading(
  store: Store,
  table: Relation,
  target: QualifiedName,
  column: string | undefined,
): Generator<Dependent> {
  for (const { name, using, withCheck } of table.policies.values())
    if ([using, withCheck].some((expression) => expression && reads(store, table.name, expression, target, column)))
      yield { objectType: 'policy', name, on: table.name };
}

function reads(
  store: Store,
  table: QualifiedName,
  expression: Expression,
  target: QualifiedName,
  column: string | undefined,
): boolean {
  if (column === undefined)
    return subqueryNames(expression).some((name) => pointsAt(store, name, target, store.relations));
  return [...columnUses(store, expression, tableScope(table))].some(
    (use) => sameName(use.relation, target) && use.column === column,
  );
}

const subqueryNames = (expression: Expression) =>
  [...walk(expression)].flatMap((part) => (part.kind === 'subquery' ? part.query.relations : []));

/** Defaults that take their value from a sequence. */
function* defaultsOn(store: Store, table: Relation, target: QualifiedName): Generator<Dependent> {
  if (relationAt(store, target)?.kind !== 'sequence') return;
  for (const column of table.columns.values()) {
    const sequence = column.default && [...walk(column.default)].map(sequenceNameIn).find((name) => name !== undefined);
    if (sequence !== undefined && pointsAt(store, writtenName(sequence), target, store.relations))
      yield { objectType: 'default', name: column.name, on: table.name };
  }
}

const writtenName = (text: string) => {
  const schema = /^(.*)\./s.exec(text)?.[1]?.replaceAll('"', '');
  return { schema, name: bareName(text) };
};

/**
 * Routines whose bodies name the relation, and its column where one is given. Bodies only name what they use, so that this
 * is as near as it gets.
 */
export function routinesNaming(store: Store, target: QualifiedName, column?: string): readonly QualifiedName[] {
  const mentionColumn = column === undefined ? undefined : new Set(store.routinesMentioning(column));
  return store
    .routinesMentioning(target.name)
    .filter((key) => mentionColumn?.has(key) !== false)
    .flatMap((key) => store.routines.get(key)?.find((routine) => namesIt(store, routine, target, column))?.name ?? []);
}

const namesIt = (store: Store, { references }: Routine, target: QualifiedName, column: string | undefined): boolean =>
  references.relations.some((written) => pointsAt(store, written, target, store.relations)) &&
  (column === undefined || references.columns.includes(column));

/** Views, policies, defaults, checks and triggers that call a function. */
export function dependentsOfRoutine(store: Store, target: QualifiedName): readonly Dependent[] {
  const link: Link = `call:${target.name}`;
  const calls = (expression: Expression | undefined): boolean =>
    expression !== undefined &&
    [...walk(expression)].some((part) => part.kind === 'call' && pointsAt(store, part.name, target, store.routines));
  return store.usersOf(link).flatMap((user) => {
    const index = store.indexes.get(after(user, 'index:') ?? '');
    if (index !== undefined) {
      const used = index.elements.some(({ expression }) => calls(expression)) || calls(index.where);
      return used ? [indexDependent(index)] : [];
    }
    const relation = store.relations.get(after(user, 'relation:') ?? '');
    return relation === undefined ? [] : [...partsCalling(store, relation, target, calls)];
  });
}

function* partsCalling(
  store: Store,
  relation: Relation,
  target: QualifiedName,
  calls: (expression: Expression | undefined) => boolean,
): Generator<Dependent> {
  const on = relation.name;
  for (const trigger of relation.triggers.values())
    if (sameName(trigger.function, target)) yield { objectType: 'trigger', name: trigger.name, on };
  for (const policy of relation.policies.values())
    if (calls(policy.using) || calls(policy.withCheck)) yield { objectType: 'policy', name: policy.name, on };
  for (const column of relation.columns.values()) {
    if (calls(column.default)) yield { objectType: 'default', name: column.name, on };
    if (calls(column.generated?.expression)) yield { objectType: 'generated column', name: column.name, on };
  }
  for (const { name, definition } of relation.constraints.values())
    if (definition.type === 'check' && calls(definition.expression)) yield { objectType: 'constraint', name, on };
  if (relation.view?.references.functions.some((name) => pointsAt(store, name, target, store.routines)))
    yield {
      objectType: relation.kind === 'materializedView' ? 'materialized view' : 'view',
      name: `${on.schema}.${on.name}`,
    };
}

const indexDependent = (index: Index): Dependent => ({ objectType: 'index', name: index.name.name, on: index.table });
