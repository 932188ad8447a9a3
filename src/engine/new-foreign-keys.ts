import type { Catalog } from '../catalog/catalog.js';
import { relationNamed } from '../catalog/existing.js';
import { formatQualified, type QualifiedName, type WrittenName } from '../core/name.js';
import type { ConstraintDefinition, Operation } from '../sql/operation.js';

/** The tables that foreign keys made by this operation point at, each once; the table that they are of is left out. */
export function newlyReferenced(op: Operation, catalog: Catalog): readonly QualifiedName[] {
  const [table, written] = keysOf(op, catalog);
  if (written.length === 0) return [];
  const own = formatQualified(catalog.resolve(table));
  const found = new Map(written.map((name) => catalog.resolve(name)).map((name) => [formatQualified(name), name]));
  found.delete(own);
  return [...found.values()];
}

const none: readonly [WrittenName, readonly WrittenName[]] = [{ name: '' }, []];

function keysOf(op: Operation, catalog: Catalog): readonly [WrittenName, readonly WrittenName[]] {
  switch (op.kind) {
    case 'createTable': {
      const own = [...op.constraints, ...op.columns.flatMap(({ constraints }) => constraints)];
      return [op.table, [...targetsOf(own), ...(op.partitionOf ? inherited(op.partitionOf.parent, catalog) : [])]];
    }
    case 'addColumn':
      return [op.table, targetsOf(op.column.constraints)];
    case 'addConstraint':
      return [op.table, targetsOf([op.constraint])];
    case 'attachPartition':
      return [op.partition, inherited(op.table, catalog)];
    default:
      return none;
  }
}

const targetsOf = (constraints: readonly ConstraintDefinition[]): readonly WrittenName[] =>
  constraints.flatMap((constraint) => (constraint.type === 'foreignKey' ? [constraint.references] : []));

const inherited = (parent: WrittenName, catalog: Catalog): readonly WrittenName[] =>
  [...(relationNamed(catalog, parent)?.constraints.values() ?? [])].flatMap(({ references }) =>
    references ? [references.table] : [],
  );
