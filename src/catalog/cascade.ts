import { formatName, formatQualified, type QualifiedName, quoteIdentifier, quoteName } from '../core/name.js';
import type { Catalog, Dependent } from './catalog.js';

/** Something that CASCADE takes along. */
export interface Cascaded {
  /** `view shelf`, `foreign key loans_book_id_fkey on loans`. */
  readonly description: string;
  /** The statement that drops it by name. */
  readonly drop: string;
}

type DropOf = (name: string, on: string) => string;

/** What CASCADE takes along with a relation or a column. Bodies of functions are no dependencies to the server. */
const drops: { readonly [Type in Dependent['objectType']]?: DropOf } = {
  view: (name) => `DROP VIEW ${name};`,
  'materialized view': (name) => `DROP MATERIALIZED VIEW ${name};`,
  policy: (name, on) => `DROP POLICY ${name} ON ${on};`,
  'foreign key': (name, on) => `ALTER TABLE ${on} DROP CONSTRAINT ${name};`,
  'generated column': (name, on) => `ALTER TABLE ${on} DROP COLUMN ${name};`,
  trigger: (name, on) => `DROP TRIGGER ${name} ON ${on};`,
  constraint: (name, on) => `ALTER TABLE ${on} DROP CONSTRAINT ${name};`,
  default: (name, on) => `ALTER TABLE ${on} ALTER COLUMN ${name} DROP DEFAULT;`,
};

/**
 * What `DROP … CASCADE` of a relation, or of a column, drops besides it, as far as the history shows, in an order in which
 * it can be dropped by name. Views over a view that goes are among it.
 */
export const cascadedFrom = (catalog: Catalog, relation: QualifiedName, column?: string): readonly Cascaded[] =>
  toCascaded(cascadedDependents(catalog, relation, column, new Set([formatQualified(relation)])));

/** The same for a function, all overloads together. */
export const cascadedFromRoutine = (catalog: Catalog, routine: QualifiedName): readonly Cascaded[] =>
  toCascaded(withViewsOver(catalog, catalog.dependentsOfRoutine(routine), new Set()));

function* cascadedDependents(
  catalog: Catalog,
  relation: QualifiedName,
  column: string | undefined,
  seen: Set<string>,
): Generator<Dependent> {
  const dependents = catalog.dependentsOf(relation, column).filter(({ objectType, on }) => {
    const isOwn = on !== undefined && formatQualified(on) === formatQualified(relation);
    // Its own keys, indexes and triggers are dropped with it, CASCADE or not.
    return !isOwn || (column !== undefined && (objectType === 'policy' || objectType === 'generated column'));
  });
  yield* withViewsOver(catalog, dependents, seen);
}

/** A view comes after the views over it. */
function* withViewsOver(catalog: Catalog, dependents: readonly Dependent[], seen: Set<string>): Generator<Dependent> {
  for (const dependent of dependents) {
    if (isView(dependent)) yield* viewsOver(catalog, dependent, seen);
    yield dependent;
  }
}

function* viewsOver(catalog: Catalog, { name }: Dependent, seen: Set<string>): Generator<Dependent> {
  const view = catalog.resolve(toName(name));
  const key = formatQualified(view);
  if (seen.has(key)) return;
  seen.add(key);
  yield* cascadedDependents(catalog, view, undefined, seen);
}

const isView = ({ objectType }: Dependent): boolean => objectType === 'view' || objectType === 'materialized view';

/** The name of a dependent that hangs on nothing has its schema in it. */
function toName(name: string) {
  const dot = name.indexOf('.');
  return dot === -1 ? { name } : { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}

function toCascaded(dependents: Iterable<Dependent>): readonly Cascaded[] {
  const found = [...dependents].flatMap((dependent) => describe(dependent) ?? []);
  return [...new Map(found.map((cascaded) => [cascaded.drop, cascaded])).values()];
}

function describe({ objectType, name, on }: Dependent): Cascaded | undefined {
  const drop = drops[objectType];
  if (drop === undefined) return undefined;
  if (on === undefined) {
    const view = toName(name);
    return { description: `${objectType} ${formatName(view)}`, drop: drop(quoteName(view), '') };
  }
  const what = objectType === 'default' ? 'default of column' : objectType;
  return { description: `${what} ${name} on ${formatName(on)}`, drop: drop(quoteIdentifier(name), quoteName(on)) };
}

/** Steps that replace a CASCADE: drop what is known to depend on the object, then the object. */
export const dropByName = (dependents: readonly Cascaded[], statement: string): string =>
  [...dependents.map(({ drop }) => drop), statement].join('\n');
