import type { Relation } from '../catalog/model.js';
import { formatQualified, type WrittenName } from '../core/name.js';
import type { Expression } from '../sql/expression.js';
import type { SetNotNull } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { scanPart } from './rewrites.js';
import { familyNamed, lock, type Target, withStorage } from './targets.js';

export function setNotNullEffects(op: SetNotNull, env: EffectsEnvironment): readonly EffectsPart[] {
  const family = familyNamed(env.catalog, op.table, op.only);
  return [
    { locks: family.map((target) => lock(env.catalog, target, 'ACCESS EXCLUSIVE')) },
    ...notNullParts(op.column, family, env),
  ];
}

/** Making the columns NOT NULL reads each table, unless it is known already or a valid constraint proves it. */
export function notNullParts(
  column: string,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  return withStorage(family).map((target) => {
    const { relation } = target;
    if (relation === undefined) return scanPart(env.catalog, [target], `${column} may hold NULLs`, false);
    if (isNotNull(relation, column)) return {};
    if (isProved(relation, column, droppedWith(relation, env))) return { notNullProved: true };
    const certain = relation.columns.has(column) || relation.complete;
    return scanPart(env.catalog, [target], `no valid constraint proves that ${column} holds no NULLs`, certain);
  });
}

/** NOT NULL already and for every row; the NOT NULL … NOT VALID of PostgreSQL 18 says nothing about old rows. */
const isNotNull = (relation: Relation, column: string): boolean =>
  relation.columns.get(column)?.notNull === true && !hasUnprovedNotNull(relation, column);

const hasUnprovedNotNull = (relation: Relation, column: string): boolean =>
  [...relation.constraints.values()].some(
    ({ definition, validated }) => definition.type === 'notNull' && definition.column === column && !validated,
  );

/** Constraints that the same statement drops no longer prove anything: drops come first, in whatever order they stand. */
function droppedWith(relation: Relation, { statement, catalog }: EffectsEnvironment): ReadonlySet<string> {
  const isSame = (table: WrittenName): boolean =>
    formatQualified(catalog.resolve(table)) === formatQualified(relation.name);
  return new Set(
    statement.operations.flatMap((op) =>
      op.kind === 'dropConstraint' && op.block === undefined && isSame(op.table) ? [op.constraint] : [],
    ),
  );
}

const isProved = (relation: Relation, column: string, dropped: ReadonlySet<string>): boolean =>
  [...relation.constraints.values()].some(
    ({ name, definition, validated }) =>
      validated &&
      !dropped.has(name) &&
      ((definition.type === 'check' && definition.enforced && impliesNotNull(definition.expression, column)) ||
        (definition.type === 'notNull' && definition.column === column)),
  );

/** As the server's proof does it: `IS NOT NULL` itself, in an AND or in every branch of an OR; no other operator counts. */
export function impliesNotNull(expression: Expression, column: string): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.operands.some((operand) => impliesNotNull(operand, column));
    case 'or':
      return expression.operands.every((operand) => impliesNotNull(operand, column));
    case 'not':
      return expression.operands.every(
        (operand) => operand.kind === 'nullTest' && !operand.negated && isColumn(operand.operand, column),
      );
    case 'nullTest':
      return expression.negated && isColumn(expression.operand, column);
    default:
      return false;
  }
}

const isColumn = (expression: Expression, column: string): boolean =>
  expression.kind === 'column' && expression.path.at(-1) === column;
