import type { Catalog, Lookup } from '../catalog/catalog.js';
import type { Unit } from '../catalog/model.js';
import { relationWord } from '../catalog/relation-words.js';
import { formatName, type QualifiedName } from '../core/name.js';
import type { Operation } from '../sql/operation.js';
import { usedNames } from './used-names.js';

/** An object of an earlier unit that an operation uses. */
export interface UsedObject {
  /** For messages: `table books`, `type mood`, `column books.title`. */
  readonly text: string;
  readonly unit: Unit;
}

const isKnown = <Value>(found: Lookup<Value>): found is Value => found !== 'absent' && found !== 'unknown';

/** What the operation uses that earlier units made, as the catalog knows it now. */
export function usedObjects(op: Operation, catalog: Catalog): readonly UsedObject[] {
  const names = usedNames(op);
  const used: UsedObject[] = [];
  const add = (kind: string, name: QualifiedName, unit: Unit, rest = ''): void => {
    if (unit > 0 && unit < catalog.unit) used.push({ text: `${kind} ${formatName(name)}${rest}`, unit });
  };
  for (const written of names.relations) {
    const relation = catalog.relation(written);
    if (isKnown(relation)) add(relationWord(relation), relation.name, relation.unit);
  }
  for (const { table, column } of names.columns) {
    const relation = catalog.relation(table);
    const known = isKnown(relation) ? relation.columns.get(column) : undefined;
    if (isKnown(relation) && known !== undefined) add('column', relation.name, known.unit, `.${column}`);
  }
  for (const written of names.types) {
    const type = catalog.type(written);
    if (isKnown(type)) add('type', type.name, type.unit);
  }
  for (const written of names.routines) {
    const routines = catalog.routines(written);
    if (isKnown(routines)) for (const { objectType, name, unit } of routines) add(objectType, name, unit);
  }
  for (const written of names.indexes) {
    const index = catalog.index(written);
    if (isKnown(index)) add('index', index.name, index.unit);
  }
  return used;
}

/** What earlier units gave to a table that the operation drops: it goes with the table. */
export function lostObjects(op: Operation, catalog: Catalog): readonly UsedObject[] {
  const table = op.kind === 'dropTable' ? catalog.relation(op.table) : undefined;
  if (typeof table !== 'object') return [];
  const name = formatName(table.name);
  const lost = [
    ...[...table.columns.values()].map((column) => ({ text: `column ${name}.${column.name}`, unit: column.unit })),
    ...catalog.indexesOf(table).map((index) => ({ text: `index ${formatName(index.name)}`, unit: index.unit })),
    ...[table.constraints, table.policies, table.triggers].flatMap((parts) =>
      [...parts.values()].map((part) => ({ text: `${part.name} of ${name}`, unit: part.unit })),
    ),
  ];
  // Its own migration is named for the table.
  return lost.filter(({ unit }) => unit > 0 && unit < catalog.unit && unit !== table.unit);
}
