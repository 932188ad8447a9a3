import type { ObjectName, ObjectType } from '../../sql/operation.js';
import type { UndoContext } from './undo-context.js';

/** The migration itself made the object of this name, so that it goes as a whole. The catalog may stand before or after. */
export function isFreshName(name: ObjectName, { catalog, unit }: UndoContext, type: ObjectType = 'table'): boolean {
  const units = unitsOf(name, catalog, type);
  return units.length > 0 && units.every((made) => made === unit);
}

function unitsOf(name: ObjectName, catalog: UndoContext['catalog'], type: ObjectType): readonly number[] {
  switch (type) {
    case 'function':
    case 'procedure':
    case 'routine': {
      const found = catalog.routines(name);
      return typeof found === 'string' ? [] : found.map(({ unit }) => unit);
    }
    case 'type':
    case 'domain': {
      const found = catalog.type(name);
      return typeof found === 'string' ? [] : [found.unit];
    }
    case 'index': {
      const found = catalog.index(name);
      return typeof found === 'string' ? [] : [found.unit];
    }
    case 'extension': {
      const found = catalog.extension(name.name);
      return typeof found === 'string' ? [] : [found.unit];
    }
    case 'schema':
    case 'role':
    case 'database':
    case 'publication':
      return [];
    default: {
      const found = catalog.relation(name);
      return typeof found === 'string' ? [] : [found.unit];
    }
  }
}
