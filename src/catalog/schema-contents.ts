import { formatQualified, quoteName } from '../core/name.js';
import { formatType } from '../sql/format-type.js';
import { cascadedFrom, cascadedFromRoutine } from './cascade.js';
import type { Catalog } from './catalog.js';
import type { Relation, Routine } from './model.js';
import { relationKeyword } from './relation-words.js';

/** What a schema holds, as far as the history shows. */
export interface SchemaContents {
  /** Statements that drop it and what depends on it by name, in an order in which they can be run. */
  readonly drops: readonly string[];
  /** Columns of other schemas whose type is in it, which must get another one first: `public.books.state`. */
  readonly columnsElsewhere: readonly string[];
}

export function contentsOf(catalog: Catalog, schema: string): SchemaContents {
  const relations = [...catalog.relations()].filter(({ name }) => name.schema === schema).toReversed();
  const routines = [...catalog.allRoutines()].filter(({ name }) => name.schema === schema).toReversed();
  const types = [...catalog.types()].filter(({ name }) => name.schema === schema).toReversed();
  const dependents = [
    ...relations.filter((relation) => !isOwned(relation, schema)).flatMap(({ name }) => cascadedFrom(catalog, name)),
    ...routines.flatMap(({ name }) => cascadedFromRoutine(catalog, name)),
  ];
  const elsewhere = types
    .flatMap(({ name }) => catalog.usersOfType(name))
    .filter(({ table }) => table.name.schema !== schema && table.view === undefined)
    .map(({ table, column }) => `${formatQualified(table.name)}.${column}`);
  return {
    drops: [
      ...new Set([
        ...dependents.map(({ drop }) => drop),
        ...relations.flatMap((relation) => dropOf(relation, schema)),
        ...routines.map(dropOfRoutine),
        ...types.map(({ kind, name }) => `DROP ${kind === 'domain' ? 'DOMAIN' : 'TYPE'} ${quoteName(name)};`),
      ]),
    ],
    columnsElsewhere: [...new Set(elsewhere)],
  };
}

/** A sequence that goes with its column. */
const isOwned = ({ sequence }: Relation, schema: string): boolean => sequence?.ownedBy?.table.schema === schema;

/** Partitions go with their table; composite types are among the types. */
function dropOf(relation: Relation, schema: string): readonly string[] {
  const goesAlong = relation.partitionOf?.parent.schema === schema || isOwned(relation, schema);
  if (goesAlong || relation.kind === 'compositeType') return [];
  return [`DROP ${relationKeyword(relation)} ${quoteName(relation.name)};`];
}

function dropOfRoutine({ objectType, name, arguments: args }: Routine): string {
  const inputs = args.filter(({ mode }) => mode === 'in' || mode === 'inout' || mode === 'variadic');
  const types = inputs.map(({ type }) => formatType(type)).join(', ');
  return `DROP ${objectType.toUpperCase()} ${quoteName(name)}(${types});`;
}
