import { formatName } from '../core/name.js';
import type { AddColumn, ColumnDefinition } from '../sql/operation.js';
import { isSerial } from '../sql/serial-types.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { isNullConstant } from './expression-use.js';
import { foreignKeyLocks, foreignKeyValidation } from './foreign-keys.js';
import { buildPart, rewritePart, scanPart } from './rewrites.js';
import { sequenceLocks } from './sequences.js';
import { familyNamed, lock, relationNamed, type Target } from './targets.js';
import { isConstrainedDomain } from './type-facts.js';
import { defaultVolatility, functionOf } from './volatility.js';

interface Reason {
  readonly because: string;
  readonly certain: boolean;
}

export function addColumnEffects(op: AddColumn, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const family = familyNamed(catalog, op.table, op.only);
  const locks = family.map((target) => lock(catalog, target, 'ACCESS EXCLUSIVE'));
  if (op.ifNotExists && relationNamed(catalog, op.table)?.columns.has(op.column.name) === true) return [{ locks }];
  return [
    { locks },
    ...rewriteParts(op.column, family, env),
    ...checkParts(op.column, family, env),
    ...keyParts(op.column, family, env),
    ...op.column.constraints.flatMap((constraint) =>
      constraint.type === 'foreignKey'
        ? [
            foreignKeyLocks(constraint, family, env, 'ACCESS EXCLUSIVE'),
            ...(fillsRows(op.column) ? [foreignKeyValidation(constraint.references, family, env)] : []),
          ]
        : [],
    ),
  ];
}

/** Existing rows get a value other than NULL. */
const fillsRows = (column: ColumnDefinition): boolean =>
  (column.default !== undefined && !isNullConstant(column.default)) ||
  column.identity !== undefined ||
  column.generated !== undefined ||
  isSerial(column.type);

/** Why a new column makes the server write every row anew; absent where it does not. */
export function rewriteReason(column: ColumnDefinition, env: EffectsEnvironment): Reason | undefined {
  if (column.identity !== undefined)
    return { because: 'an identity column draws a number for every row', certain: true };
  if (isSerial(column.type)) return { because: 'a serial column draws a number for every row', certain: true };
  if (column.generated?.stored === true) {
    return { because: 'a stored generated column is computed for every row', certain: true };
  }
  if (isConstrainedDomain(column.type, env.catalog)) {
    return {
      because: `the domain ${formatName(column.type)} has constraints, which every row is checked against`,
      certain: true,
    };
  }
  return column.default === undefined ? undefined : volatileReason(column, env);
}

function volatileReason(column: ColumnDefinition, { catalog }: EffectsEnvironment): Reason | undefined {
  if (column.default === undefined) return undefined;
  const volatility = defaultVolatility(column.default, catalog);
  if (volatility !== 'volatile' && volatility !== 'unknown') return undefined;
  const name = functionOf(column.default, volatility, catalog);
  const call = name === undefined ? 'its expression' : `${formatName(name)}()`;
  return volatility === 'volatile'
    ? { because: `the default is volatile: ${call} is evaluated for every row`, certain: true }
    : { because: `the volatility of ${call} is not known; a volatile default rewrites the table`, certain: false };
}

function rewriteParts(
  column: ColumnDefinition,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  const reason = rewriteReason(column, env);
  if (reason === undefined) return [];
  const sequence = column.default === undefined ? {} : sequenceLocks(column.default, env);
  return [rewritePart(env.catalog, family, reason.because, reason.certain), sequence];
}

function checkParts(
  column: ColumnDefinition,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  if (rewriteReason(column, env)?.certain === true) return [];
  const parts: EffectsPart[] = [];
  if (column.constraints.some((constraint) => constraint.type === 'check' && constraint.enforced)) {
    parts.push(scanPart(env.catalog, family, 'the new column has a CHECK constraint'));
  }
  const virtual = column.generated?.stored === false;
  const isKey = column.constraints.some((constraint) => constraint.type === 'primaryKey');
  if ((column.notNull || isKey) && (virtual || !fillsRows(column))) {
    parts.push(scanPart(env.catalog, family, `the new column ${column.name} must not be NULL in any row`));
  }
  return parts;
}

function keyParts(
  column: ColumnDefinition,
  family: readonly Target[],
  env: EffectsEnvironment,
): readonly EffectsPart[] {
  return column.constraints.some(({ type }) => type === 'primaryKey' || type === 'unique')
    ? [buildPart(env.catalog, family, `the new column ${column.name} is a key`)]
    : [];
}
