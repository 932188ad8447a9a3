import { formatName } from '../core/name.js';
import type { Operation } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { relationNamed } from './targets.js';
import { tablesOfType } from './types.js';

/** The columns of a table that was made OF a type change with the type alone. */
export function typedTableErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  switch (op.kind) {
    case 'addColumn':
      return onTypedTable(op, env, 'add column to');
    case 'dropColumn':
      return onTypedTable(op, env, 'drop column from');
    case 'alterColumnType':
      return onTypedTable(op, env, 'alter column type of');
    case 'renameColumn':
      return onTypedTable(op, env, 'rename column of');
    case 'setInheritance':
      return op.inherit ? onTypedTable(op, env, 'change inheritance of') : [];
    case 'alterCompositeType':
      if (op.cascade || tablesOfType(op.type, env).length === 0) return [];
      return [
        {
          sqlstate: '2BP01',
          message: `cannot alter type "${formatName(op.type)}" because it is the type of a typed table`,
        },
      ];
    default:
      return [];
  }
}

const onTypedTable = (
  { table }: Extract<Operation, { readonly only: boolean; readonly ifTableExists: boolean }>,
  { catalog }: EffectsEnvironment,
  action: string,
): readonly CertainError[] =>
  relationNamed(catalog, table)?.ofType === undefined
    ? []
    : [{ sqlstate: '42809', message: `cannot ${action} typed table` }];
