import type { OutputColumn, Query } from '../expression.js';
import type { Operation, SetSetting } from '../operation.js';
import type { LoweringContext } from './context.js';
import { lowerWithChanges } from './data.js';
import { lowerQuery } from './lower-query.js';
import type { Lower, Lowerings } from './lowering.js';
import { lowerTableAs } from './views.js';

/** The INTO of a set operation stands in its first arm. */
const intoOf = (node: any): any => node.intoClause ?? (node.larg ? intoOf(node.larg) : undefined);

/** `set_config('name', 'value', is_local)` with a literal name and value. */
function settingOf({ expression }: OutputColumn, ctx: LoweringContext): SetSetting | undefined {
  if (expression.kind !== 'call' || expression.name.name !== 'set_config') return undefined;
  if ((expression.name.schema ?? 'pg_catalog') !== 'pg_catalog') return undefined;
  const [name, value, local] = expression.arguments;
  if (name?.kind !== 'constant' || value?.kind !== 'constant') return undefined;
  return {
    kind: 'setSetting',
    span: ctx.statement,
    name: String(name.value).toLowerCase(),
    value: value.value === null ? null : String(value.value),
    local: local?.kind === 'constant' && local.value === true,
    form: 'set_config',
  };
}

/** A query that only sets settings is no read of data. */
function lowerPlainSelect(query: Query, ctx: LoweringContext): Operation[] {
  const settings = query.columns.map((column) => settingOf(column, ctx)).filter((setting) => setting !== undefined);
  return settings.length > 0 && settings.length === query.columns.length && query.relations.length === 0
    ? settings
    : [{ kind: 'select', span: ctx.statement, query }, ...settings];
}

function lowerSelect(node: any, ctx: LoweringContext, lower: Lower): Operation[] {
  const into = intoOf(node);
  const query = lowerQuery(node, ctx, ctx.statement);
  const own = into ? [lowerTableAs(into, query, false, ctx)] : lowerPlainSelect(query, ctx);
  return [...lowerWithChanges(node.withClause, ctx, lower), ...own];
}

export const selects: Lowerings = { SelectStmt: lowerSelect };
