import type { Catalog, Dependent } from '../catalog/catalog.js';
import type { Column } from '../catalog/model.js';
import { formatQualified } from '../core/name.js';
import type { TypeName } from '../sql/expression.js';
import { formatType } from '../sql/format-type.js';
import type { AlterColumnType } from '../sql/operation.js';
import { isCastByAssignment } from './assignment-casts.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { isNullConstant } from './expression-use.js';
import { targetNamed } from './targets.js';

export function typeChangeErrors(op: AlterColumnType, env: EffectsEnvironment): readonly CertainError[] {
  const { relation } = targetNamed(env.catalog, op.table);
  const column = relation?.columns.get(op.column);
  if (relation === undefined || column === undefined) return [];
  return [...blockedBy(op, env), ...castErrors(op, column, env)];
}

const blockers = {
  view: 'cannot alter type of a column used by a view or rule',
  'materialized view': 'cannot alter type of a column used by a view or rule',
  policy: 'cannot alter type of a column used in a policy definition',
  trigger: 'cannot alter type of a column used in a trigger definition',
  'generated column': 'cannot alter type of a column used by a generated column',
} as const;

const isBlocker = (objectType: string): objectType is keyof typeof blockers => objectType in blockers;

/** What uses the column so that the server refuses to change its type. */
export function typeChangeBlockers(
  op: AlterColumnType,
  catalog: Catalog,
): readonly (Dependent & { readonly objectType: keyof typeof blockers })[] {
  const { name } = targetNamed(catalog, op.table);
  return catalog.dependentsOf(name, op.column).flatMap((dependent) => {
    const { objectType, on } = dependent;
    if (!isBlocker(objectType)) return [];
    const isElsewhere = on !== undefined && formatQualified(on) !== formatQualified(name);
    if (objectType === 'generated column' && (dependent.name === op.column || isElsewhere)) return [];
    return [{ ...dependent, objectType }];
  });
}

const blockedBy = (op: AlterColumnType, { catalog, server }: EffectsEnvironment): readonly CertainError[] =>
  typeChangeBlockers(op, catalog).map(({ objectType }) => ({
    sqlstate: objectType === 'generated column' && server.version < 15 ? '42601' : '0A000',
    message: blockers[objectType],
  }));

function castErrors(op: AlterColumnType, column: Column, env: EffectsEnvironment): readonly CertainError[] {
  const { catalog } = env;
  const to = formatType(bare(op.type));
  if (op.using === undefined && isCastByAssignment(column.type, op.type, catalog) === 'no') {
    return [{ sqlstate: '42804', message: `column "${op.column}" cannot be cast automatically to type ${to}` }];
  }
  const from = defaultType(column);
  if (from === undefined || isCastByAssignment(from, op.type, catalog) !== 'no') return [];
  return [
    { sqlstate: '42804', message: `default for column "${op.column}" cannot be cast automatically to type ${to}` },
  ];
}

/** A literal got the column's type when the default was set; a cast keeps its own. Other expressions are not looked into. */
function defaultType({ default: expression, type }: Column): TypeName | undefined {
  if (expression === undefined || isNullConstant(expression)) return undefined;
  if (expression.kind === 'cast') return expression.type;
  return expression.kind === 'constant' ? type : undefined;
}

const bare = (type: TypeName): TypeName => ({ ...type, modifiers: [] });
