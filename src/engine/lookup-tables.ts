import type { Catalog } from '../catalog/catalog.js';
import { relationNamed } from '../catalog/existing.js';
import type { Column, Relation } from '../catalog/model.js';
import { formatQualified, type QualifiedName } from '../core/name.js';
import { foreignKeysOf } from '../effects/foreign-keys.js';
import { routineInsertsInto } from './routine-inserts.js';

/** What says that a table is a list: the rows that the migrations write out, or its name as well. */
type Evidence = 'rows' | 'rows or name';

/**
 * A list of kinds, states, roles or settings, which grows by hand. Its rows are those that the migrations write out, or its
 * name says so; and nothing in it tells of people, or of the rows of a table that is no such list.
 */
export const isLookupTable = (catalog: Catalog, table: Relation, evidence: Evidence = 'rows or name'): boolean =>
  isList(catalog, table, evidence, new Set()) && !routineInsertsInto(catalog, table);

/** With the tables that are being asked about: two lists may name each other. */
function isList(catalog: Catalog, table: Relation, evidence: Evidence, asked: ReadonlySet<string>): boolean {
  const key = formatQualified(table.name);
  if (asked.has(key)) return true;
  const named = evidence === 'rows or name' && namesKinds(table.name.name) && table.filled !== 'unknown';
  const seeded = table.filled === 'rows' && (hasNaturalKey(catalog, table) || !recordsTime(table));
  if (!(named || seeded) || tellsOfPeople(table) || hasUndeclaredParent(table)) return false;
  return parentsOf(table).every((parent) => {
    const relation = relationNamed(catalog, parent);
    return relation !== undefined && isList(catalog, relation, evidence, new Set(asked).add(key));
  });
}

const kinds =
  /^(?!custom_)(.*_)?((type|kind|status|role|permission|setting|category|country|currency|language|locale|timezone|tier)(s|es)?|(categor|countr|currenc)ies)$/;

/** `OrderStatus`, `order_statuses`. */
const namesKinds = (name: string): boolean => kinds.test(name.replace(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase());

const person = /(^|_)(e?mail|phone|password|user_?name|first_?name|last_?name|full_?name|login|token)(_|$)/i;

const tellsOfPeople = ({ columns }: Relation): boolean => [...columns.keys()].some((column) => person.test(column));

// `created_by` names who wrote the row, not what it is about.
const author = /_by(_id)?$|By(Id)?$/;

const parentsOf = (table: Relation): readonly QualifiedName[] =>
  foreignKeysOf(table).flatMap(({ columns, references }) =>
    references === undefined || columns.every((column) => author.test(column)) ? [] : [references.table],
  );

const idTypes: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'uuid']);

/** `user_id uuid`, and no foreign key says whose. */
function hasUndeclaredParent(table: Relation): boolean {
  const declared = new Set(foreignKeysOf(table).flatMap(({ columns }) => columns));
  return [...table.columns.values()].some(
    ({ name, type }) =>
      /(_id|[a-z]Id)$/.test(name) && idTypes.has(type.name) && !declared.has(name) && !author.test(name),
  );
}

/** Its rows are told apart by something else than a number. */
const hasNaturalKey = (catalog: Catalog, table: Relation): boolean =>
  catalog
    .indexesOf(table)
    .some(
      ({ unique, where, elements }) =>
        unique && where === undefined && elements.every(({ column }) => isWord(table.columns.get(column ?? ''))),
    );

const isWord = (column: Column | undefined): boolean =>
  column !== undefined &&
  column.default === undefined &&
  ['text', 'varchar', 'bpchar', 'citext'].includes(column.type.name);

const recordsTime = ({ columns }: Relation): boolean =>
  [...columns.values()].some(({ type }) => type.name === 'timestamptz' || type.name === 'timestamp');
