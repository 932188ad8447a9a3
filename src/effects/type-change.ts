import type { Catalog } from '../catalog/catalog.js';
import type { Column, Index, Relation } from '../catalog/model.js';
import type { Answer } from '../core/answer.js';
import { formatName } from '../core/name.js';
import type { Expression, TypeName } from '../sql/expression.js';
import type { AlterColumnType } from '../sql/operation.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { indexUsesColumn, usesColumn } from './expression-use.js';
import { foreignKeysOf, foreignKeyValidation, keysPointingAt } from './foreign-keys.js';
import { typeChangeIsFree } from './free-type-change.js';
import { ownedSequenceLocks } from './owned-sequences.js';
import { buildPart, rewritePart, scanPart } from './rewrites.js';
import { familyNamed, lock, lockIndexes, relationNamed, type Target, targetNamed } from './targets.js';
import { isConstrainedDomain, isSameType, plainType } from './type-facts.js';

export { typeChangeIsFree } from './free-type-change.js';
export { isNarrowing } from './narrowing.js';

export function alterColumnTypeEffects(op: AlterColumnType, env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const family = familyNamed(catalog, op.table, op.only);
  const column = relationNamed(catalog, op.table)?.columns.get(op.column);
  const free = isFree(op, column, env);
  return [
    { locks: family.map((target) => lock(catalog, target, 'ACCESS EXCLUSIVE')) },
    // ALTER SEQUENCE … AS gives the numbers the new type.
    column?.identity === undefined
      ? {}
      : ownedSequenceLocks(relationNamed(catalog, op.table), env, op.column, 'SHARE ROW EXCLUSIVE'),
    ...linkedTables(op, family, env, free),
    ...(free === 'yes'
      ? relabelParts(op, family, env)
      : [rewritePart(catalog, family, reason(op, column, catalog), free === 'no')]),
  ];
}

function isFree(op: AlterColumnType, column: Column | undefined, env: EffectsEnvironment): Answer {
  if (op.using !== undefined) return usingIsFree(op.using, op, column, env);
  return column === undefined ? 'unknown' : typeChangeIsFree(column.type, op.type, env);
}

/** `USING col::type` is what the server would do by itself; any other expression is computed for every row. */
function usingIsFree(
  using: Expression,
  op: AlterColumnType,
  column: Column | undefined,
  env: EffectsEnvironment,
): Answer {
  const steps: TypeName[] = [op.type];
  let operand = using;
  for (; operand.kind === 'cast'; operand = operand.operand) steps.unshift(operand.type);
  if (operand.kind !== 'column' || operand.path.at(-1) !== op.column) return 'no';
  if (column === undefined) return 'unknown';
  const answers = steps.map((type, at) => typeChangeIsFree(steps[at - 1] ?? column.type, type, env));
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

function reason(op: AlterColumnType, column: Column | undefined, catalog: Catalog): string {
  const to = formatName(op.type);
  if (column === undefined) return `the old type of ${op.column} is not known; most changes to ${to} rewrite the table`;
  if (isConstrainedDomain(op.type, catalog))
    return `the domain ${to} has constraints, which every row is checked against`;
  if (isSameType(column.type, op.type)) return `${to} values of the new length or precision are stored anew`;
  return `${formatName(column.type)} and ${to} are not stored alike`;
}

/** Values stay; the indexes on the column are locked, and built anew where they sort otherwise now. */
function relabelParts(op: AlterColumnType, family: readonly Target[], env: EffectsEnvironment): readonly EffectsPart[] {
  const { catalog } = env;
  const indexed = family.filter(({ relation }) => relation !== undefined && hasIndexOn(catalog, relation, op.column));
  const computed = indexed.filter(
    ({ relation }) =>
      relation !== undefined &&
      catalog.indexesOf(relation).some((index) => indexUsesColumn(index, op.column) && isComputed(index)),
  );
  const checked = family.filter(({ relation }) => relation !== undefined && hasCheckOn(relation, op.column));
  const because = resortReason(op, relationNamed(catalog, op.table)?.columns.get(op.column), catalog);
  return [
    {
      locks: indexed.flatMap((target) =>
        lockIndexes(catalog, target, 'ACCESS EXCLUSIVE', (index) => indexUsesColumn(index, op.column)),
      ),
    },
    ...(because === undefined
      ? [buildPart(catalog, computed, `an index computes something of ${op.column}`)]
      : [buildPart(catalog, indexed, because)]),
    scanPart(catalog, checked, `a CHECK constraint on ${op.column} is checked again`),
  ];
}

const hasIndexOn = (catalog: Catalog, relation: Relation, column: string): boolean =>
  catalog.indexesOf(relation).some((index) => indexUsesColumn(index, column));

/** The server only keeps an index as it is where it holds nothing but columns, of all rows. */
const isComputed = ({ elements, where }: Index): boolean =>
  where !== undefined || elements.some(({ expression }) => expression !== undefined);

const hasCheckOn = (relation: Relation, column: string): boolean =>
  [...relation.constraints.values()].some(
    ({ definition }) => definition.type === 'check' && definition.enforced && usesColumn(definition.expression, column),
  );

/** Types that are stored alike and sorted by different operator classes. */
const ownOrder: ReadonlySet<string> = new Set([
  'citext',
  'timestamp',
  'timestamptz',
  'bpchar',
  'bit',
  'varbit',
  'oid',
  'int4',
]);

function resortReason(op: AlterColumnType, column: Column | undefined, catalog: Catalog): string | undefined {
  if (op.collation !== undefined) return `the collation of ${op.column} changes`;
  if (column === undefined) return undefined;
  const [from, to] = [plainType(column.type, catalog), plainType(op.type, catalog)];
  if (isSameType(from, to) || !(ownOrder.has(from.name) || ownOrder.has(to.name))) return undefined;
  return `${formatName(to)} is not sorted as ${formatName(from)} is`;
}

/** Foreign keys over the column are made anew, and checked again where the stored values change. */
function linkedTables(
  op: AlterColumnType,
  family: readonly Target[],
  env: EffectsEnvironment,
  free: Answer,
): readonly EffectsPart[] {
  const relation = family[0]?.relation;
  const own = foreignKeysOf(relation).filter(({ columns }) => columns.includes(op.column));
  const pointing = keysPointingAt(env.catalog, relation, [op.column]);
  const others = [
    ...own.flatMap(({ references }) => references?.table ?? []),
    ...pointing.map(({ table }) => table.name),
  ];
  return others.flatMap((name) => {
    const locks = [lock(env.catalog, targetNamed(env.catalog, name), 'ACCESS EXCLUSIVE')];
    return free === 'no' ? [{ locks }, foreignKeyValidation(name, family, env)] : [{ locks }];
  });
}
