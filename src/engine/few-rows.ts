import type { Catalog } from '../catalog/catalog.js';
import { relationNamed } from '../catalog/existing.js';
import type { WrittenName } from '../core/name.js';
import { conjunctsOf } from '../effects/expression-use.js';
import { type Expression, walk } from '../sql/expression.js';
import type { Delete, Update } from '../sql/operation.js';

/**
 * The condition names single rows, or bounds how many there can be: a unique key is equal to something or in a range, the
 * rows are taken from a sub-query with LIMIT, or they are those of one parent (`team_id = 32`) or of one name (`slug =
 * 'demo'`). Of a table that nobody knows, `id` is taken for its key.
 */
export function touchesFewRows({ table, where }: Update | Delete, catalog: Catalog): boolean {
  if (where === undefined) return false;
  const conditions = conjunctsOf(where);
  if (conditions.some(isLimited) || conditions.some(namesRows)) return true;
  const bounded = new Set(conditions.flatMap(boundedColumns));
  return keysOf(table, catalog).some((key) => key.length > 0 && key.every((column) => bounded.has(column)));
}

const isLimited = (condition: Expression): boolean =>
  [...walk(condition)].some((part) => part.kind === 'subquery' && part.query.hasLimit);

const nameOfRow = /(^|_)(id|ids|uuid|name|slug|key|code|email|username|title|label)$|Id$/;

const namesRows = (condition: Expression): boolean =>
  condition.kind === 'operator' &&
  (condition.operator === '=' || condition.operator === 'IN') &&
  boundedColumns(condition).some((column) => nameOfRow.test(column));

const keysOf = (table: WrittenName, catalog: Catalog): readonly (readonly string[])[] => {
  const relation = relationNamed(catalog, table);
  if (relation === undefined) return [['id'], ['ctid']];
  const unique = catalog.indexesOf(relation).filter((index) => index.unique && index.where === undefined);
  const keys = unique.map(({ elements }) => elements.flatMap(({ column }) => column ?? []));
  return relation.complete ? [['ctid'], ...keys] : [['ctid'], ['id'], ...keys];
};

const bounding: ReadonlySet<string> = new Set(['=', 'IN', 'BETWEEN', '<', '<=']);

/** The column that the condition compares with something that is no column: `id = 7`, `id IN (1, 2)`, `id <= 1000`. */
function boundedColumns(condition: Expression): readonly string[] {
  if (condition.kind === 'subquery') return [];
  if (condition.kind !== 'operator' || !bounding.has(condition.operator)) return [];
  const [left, ...right] = condition.operands;
  const bare = left?.kind === 'cast' ? left.operand : left;
  const name = bare?.kind === 'column' ? bare.path.at(-1) : undefined;
  return name === undefined || right.some(isColumn) ? [] : [name];
}

const isColumn = (expression: Expression): boolean =>
  expression.kind === 'column' || (expression.kind === 'cast' && isColumn(expression.operand));
