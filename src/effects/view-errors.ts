import type { Catalog } from '../catalog/catalog.js';
import type { Relation } from '../catalog/model.js';
import { formatName } from '../core/name.js';
import type { Expression, TypeName } from '../sql/expression.js';
import { formatType } from '../sql/format-type.js';
import type { CreateView, RefreshMaterializedView } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { unsupported } from './key-errors.js';
import { relationNamed } from './targets.js';
import { isBuiltin, plainType } from './type-facts.js';

/** OR REPLACE may only add columns at the end. */
export function replaceViewErrors(op: CreateView, env: EffectsEnvironment): readonly CertainError[] {
  const { catalog } = env;
  const view = op.orReplace ? relationNamed(catalog, op.view) : undefined;
  if (view?.kind !== 'view') return [];
  const before = namesOf(view);
  const after = op.query.columns.map(({ name }, at) => op.columnAliases[at] ?? name);
  if (after.includes(undefined)) return [];
  const changed = before.findIndex((name, at) => at < after.length && name !== undefined && name !== after[at]);
  if (before.length > after.length && !before.includes(undefined))
    return [notReplaced('cannot drop columns from view')];
  return changed < 0
    ? retypeErrors(op, view, env)
    : [notReplaced(`cannot change name of view column "${before[changed]}" to "${after[changed]}"`)];
}

/** Of casts and of columns of the only relation that the query reads; the types of other expressions are not known. */
function typeOf({ query }: CreateView, expression: Expression, { catalog }: EffectsEnvironment): TypeName | undefined {
  if (expression.kind === 'cast') return expression.type;
  const [only, ...others] = query.relations;
  const name = expression.kind === 'column' ? expression.path.at(-1) : undefined;
  if (only === undefined || others.length > 0 || name === undefined) return undefined;
  return relationNamed(catalog, only)?.columns.get(name)?.type;
}

function retypeErrors(op: CreateView, view: Relation, env: EffectsEnvironment): readonly CertainError[] {
  if (!view.complete) return [];
  return [...view.columns.values()].flatMap((before, at) => {
    const expression = op.query.columns[at]?.expression;
    const written = expression && typeOf(op, expression, env);
    if (written === undefined || written.percentType || before.type.percentType) return [];
    const [from, to] = [plainType(before.type, env.catalog), plainType(written, env.catalog)];
    if (from.name === to.name || !isBuiltin(from) || !isBuiltin(to)) return [];
    const types = `from ${formatType(bare(from))} to ${formatType(bare(to))}`;
    return [notReplaced(`cannot change data type of view column "${before.name}" ${types}`)];
  });
}

const bare = (type: TypeName): TypeName => ({ ...type, modifiers: [], modifierTexts: undefined });

const notReplaced = (message: string): CertainError => ({ sqlstate: '42P16', message });

/** Columns after a `*` have unknown places. */
function namesOf({ complete, columns, view }: Relation): readonly (string | undefined)[] {
  if (complete) return [...columns.keys()];
  const names = view?.output.map(({ name }, at) => view.columnAliases[at] ?? name) ?? [];
  const unknown = names.indexOf(undefined);
  return unknown < 0 ? names : [...names.slice(0, unknown), undefined];
}

export function refreshErrors(op: RefreshMaterializedView, { catalog }: EffectsEnvironment): readonly CertainError[] {
  const view = relationNamed(catalog, op.view);
  if (!op.concurrently || view?.kind !== 'materializedView') return [];
  if (view.view?.populated === false) {
    return [unsupported('CONCURRENTLY cannot be used when the materialized view is not populated')];
  }
  return isKeyed(view, catalog)
    ? []
    : [{ sqlstate: '55000', message: `cannot refresh materialized view "${formatName(view.name)}" concurrently` }];
}

/** It has an index that a concurrent refresh can tell its rows apart by. */
export const isKeyed = (view: Relation, catalog: Catalog): boolean =>
  catalog
    .indexesOf(view)
    .some(
      ({ unique, where, elements }) =>
        unique && where === undefined && elements.every(({ column }) => column !== undefined),
    );
