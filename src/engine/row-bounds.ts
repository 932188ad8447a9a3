import type { Catalog } from '../catalog/catalog.js';
import type { Column, Constraint, Relation } from '../catalog/model.js';
import type { QualifiedName } from '../core/name.js';
import { conjunctsOf } from '../effects/expression-use.js';
import type { Expression } from '../sql/expression.js';

/** A key that a CHECK allows a single value: `CHECK (id = 1)`, `UNIQUE (singleton)` with `CHECK (singleton)`. */
export function holdsOneRow(catalog: Catalog, table: Relation): boolean {
  const fixed = [...table.constraints.values()].flatMap(fixedColumns);
  return uniqueKeysOf(catalog, table).some((key) => key.every((column) => fixed.includes(column)));
}

function fixedColumns({ definition }: Constraint): readonly string[] {
  if (definition.type !== 'check') return [];
  return conjunctsOf(definition.expression).flatMap((condition) => fixedColumn(condition) ?? []);
}

function fixedColumn(condition: Expression): string | undefined {
  if (condition.kind === 'column') return condition.path.at(-1);
  if (condition.kind !== 'operator' || condition.operator !== '=') return undefined;
  const [left, right] = condition.operands;
  return left?.kind === 'column' && right !== undefined && isConstant(right) ? left.path.at(-1) : undefined;
}

const isConstant = (expression: Expression): boolean =>
  expression.kind === 'constant' || (expression.kind === 'cast' && isConstant(expression.operand));

/** The tables of which it has at most one row for each of theirs. */
export const oneForEachOf = (catalog: Catalog, table: Relation): readonly QualifiedName[] => {
  const keys = uniqueKeysOf(catalog, table);
  return [...table.constraints.values()].flatMap(({ columns, references }) =>
    references !== undefined &&
    keys.some((key) => key.every((name) => columns.includes(name) && isRequired(table.columns.get(name))))
      ? [references.table]
      : [],
  );
};

const isRequired = (column: Column | undefined): boolean => column?.notNull === true;

const uniqueKeysOf = (catalog: Catalog, table: Relation): readonly (readonly string[])[] =>
  catalog
    .indexesOf(table)
    .filter(
      ({ unique, where, elements }) =>
        unique && where === undefined && elements.every(({ column }) => column !== undefined),
    )
    .map(({ elements }) => elements.flatMap(({ column }) => column ?? []));
