import type { ColumnDefinition, Operation } from '../sql/operation.js';
import type { CertainError } from './effects.js';

/** A column that a statement makes, lists or sets twice. */
export function repeatedColumnErrors(op: Operation): readonly CertainError[] {
  switch (op.kind) {
    case 'createTable':
      return specified(op.columns.map(nameOf));
    case 'createTableAs':
      return specified(op.query.columns.map(({ name }) => name));
    case 'createView':
    case 'createMaterializedView':
      return specified(op.query.columns.map(({ name }, at) => op.columnAliases[at] ?? name));
    case 'insert':
      return op.repeated?.some((name) => isRepeated(op.columns, name))
        ? specified(op.repeated.flatMap((name) => [name, name]))
        : assigned(op.repeated);
    case 'update':
    case 'merge':
      return assigned(op.repeated);
    default:
      return [];
  }
}

/** Columns of a typed table may be listed with another default; they have no type there. */
const nameOf = ({ name, type }: ColumnDefinition): string | undefined => (type.name === '' ? undefined : name);

const isRepeated = (names: readonly (string | undefined)[], name: string): boolean =>
  names.indexOf(name) !== names.lastIndexOf(name);

function specified(names: readonly (string | undefined)[]): readonly CertainError[] {
  const name = names.find((one) => one !== undefined && isRepeated(names, one));
  return name === undefined ? [] : [{ sqlstate: '42701', message: `column "${name}" specified more than once` }];
}

const assigned = ([name]: readonly string[] = []): readonly CertainError[] =>
  name === undefined ? [] : [{ sqlstate: '42601', message: `multiple assignments to same column "${name}"` }];
