import type { Catalog } from './catalog.js';
import type { GrantEntry, Relation } from './model.js';

/** Plain data: objects with sorted keys, lists, texts, numbers. Spans are left out, they are places and not schema. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Two values are alike when their snapshots are deeply equal, in whatever order they were built. */
export function toPlain(value: unknown): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Set) return [...value].map(String).toSorted(byText);
  if (value instanceof Map) return fromEntries([...value].map(([key, item]) => [String(key), item]));
  if (typeof value === 'object') return fromEntries(Object.entries(value));
  return String(value);
}

// Where and how a thing was written is no part of the schema.
const places: ReadonlySet<string> = new Set(['span', 'writtenAt', 'rolesWritten', 'forgotten']);

const fromEntries = (entries: readonly (readonly [string, unknown])[]): Plain =>
  Object.fromEntries(
    entries
      .filter(([key, item]) => item !== undefined && !places.has(key))
      .toSorted(([a], [b]) => byText(a, b))
      .map(([key, item]) => [key, toPlain(item)]),
  );

const grantType = ({ kind }: Relation): GrantEntry['objectType'] => (kind === 'sequence' ? 'sequence' : 'table');

const keyed = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item> =>
  new Map([...items].map((item) => [keyOf(item), item]));

const grantTexts = (entries: readonly GrantEntry[]): readonly string[] =>
  entries
    .map(({ object, grantee, privilege, column }) => `${object} ${grantee} ${privilege} ${column ?? ''}`)
    .toSorted(byText);

/**
 * The schema that a catalog holds, as plain sorted data. Two catalogs whose snapshots are deeply equal hold the same
 * schema. Column order is kept as `columnOrder`, since it is part of a table.
 */
export function snapshot(catalog: Catalog, options: SnapshotOptions = {}): Plain {
  const whole = wholeSnapshot(catalog);
  return options.withoutUnits === true ? dropUnits(whole) : whole;
}

export interface SnapshotOptions {
  /** Leave out which unit made or filled a thing: an object that a down made again is then the same object. */
  readonly withoutUnits?: boolean | undefined;
}

function dropUnits(value: Plain): Plain {
  if (isList(value)) return value.map(dropUnits);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key, item]) => !isUnit(key, item));
  return Object.fromEntries(kept.map(([key, item]) => [key, dropUnits(item)]));
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

// A column may be called `unit`, but is no number.
const isUnit = (key: string, value: Plain): boolean =>
  (key === 'unit' || key === 'populated') && typeof value === 'number';

function wholeSnapshot(catalog: Catalog): Plain {
  const relations = [...catalog.relations()].map((relation) => ({
    ...relation,
    columnOrder: [...relation.columns.keys()],
    indexes: keyed(catalog.indexesOf(relation), ({ name }) => name.name),
    grants: grantTexts(catalog.grants(grantType(relation), relation.name)),
  }));
  const routines = [...catalog.allRoutines()].map((routine) => ({
    ...routine,
    grants: grantTexts(catalog.grants('function', routine.name)),
  }));
  return toPlain({
    unit: catalog.unit,
    searchPath: catalog.searchPath,
    relations: keyed(relations, ({ name }) => `${name.schema}.${name.name}`),
    types: keyed(catalog.types(), ({ name }) => `${name.schema}.${name.name}`),
    routines: keyed(routines, (routine) => `${routine.name.schema}.${routine.name.name}(${signature(routine)})`),
    extensions: keyed(catalog.extensions(), ({ name }) => name),
  });
}

const signature = (routine: { readonly arguments: readonly { readonly type: unknown }[] }): string =>
  JSON.stringify(routine.arguments.map(({ type }) => toPlain(type)));
