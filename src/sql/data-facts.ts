import type { WrittenName } from '../core/name.js';
import type { Span } from '../core/span.js';
import { type Expression, type OutputColumn, type Query, walk } from './expression.js';
import type { Filter, Operation, SetSetting } from './operation.js';
import { isAlwaysTrue } from './tautology.js';

export function filterOf(where: Expression | undefined): Filter {
  if (!where) return 'none';
  return isAlwaysTrue(where) ? 'always' : 'condition';
}

/** Relations read in sub-queries of the expressions. */
const readsIn = (expressions: readonly Expression[]): readonly WrittenName[] =>
  expressions.flatMap((expression) =>
    [...walk(expression)].flatMap((part) => (part.kind === 'subquery' ? part.query.relations : [])),
  );

export const toName = ({ schema, name }: WrittenName): WrittenName =>
  schema === undefined ? { name } : { schema, name };

/** Relations named in FROM and those of the expressions' sub-queries, each name once. */
export function readsOf(relations: readonly WrittenName[], expressions: readonly Expression[]): readonly WrittenName[] {
  const names = [...relations, ...readsIn(expressions)];
  const byKey = new Map(names.map((name) => [JSON.stringify([name.schema ?? null, name.name]), toName(name)]));
  return [...byKey.values()];
}

/** `set_config('name', 'value', is_local)` with a literal name and value. */
function settingOf({ expression }: OutputColumn, span: Span): SetSetting | undefined {
  if (expression.kind !== 'call' || expression.name.name !== 'set_config') return undefined;
  if ((expression.name.schema ?? 'pg_catalog') !== 'pg_catalog') return undefined;
  const [name, value, local] = expression.arguments;
  if (name?.kind !== 'constant' || value?.kind !== 'constant') return undefined;
  return {
    kind: 'setSetting',
    span,
    name: String(name.value).toLowerCase(),
    value: value.value === null ? null : String(value.value),
    local: local?.kind === 'constant' && local.value === true,
    form: 'set_config',
  };
}

/** A query that only sets settings is no read of data. */
export function selectOperations(query: Query, span: Span): Operation[] {
  const settings = query.columns.map((column) => settingOf(column, span)).filter((setting) => setting !== undefined);
  return settings.length > 0 && settings.length === query.columns.length && query.relations.length === 0
    ? settings
    : [{ kind: 'select', span, query }, ...settings];
}
