import type { Answer } from '../core/answer.js';
import type { ObjectName, ObjectType } from '../sql/operation.js';
import type { Catalog, Lookup } from './catalog.js';
import type { Unit } from './model.js';
import { matchesArguments } from './routine-signature.js';

/** An object of this kind was there before the unit that is replayed, so that code may use it. */
export function objectWasThereBefore(catalog: Catalog, objectType: ObjectType, object: ObjectName): Answer {
  switch (objectType) {
    case 'view':
    case 'materialized view':
    case 'foreign table':
    case 'sequence':
      return relationWasThere(catalog, object);
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
      return routineWasThere(catalog, object);
    case 'type':
    case 'domain':
      return madeBefore(catalog, catalog.type(object));
    case 'trigger':
      return triggerWasThere(catalog, object);
    default:
      return 'unknown';
  }
}

function madeBefore(catalog: Catalog, found: Lookup<{ readonly unit: Unit }>): Answer {
  if (typeof found === 'string') return found === 'absent' ? 'no' : 'unknown';
  return found.unit === catalog.unit ? 'no' : 'yes';
}

function relationWasThere(catalog: Catalog, object: ObjectName): Answer {
  const found = catalog.relation(object);
  return typeof found === 'object' && found.persistence === 'temporary' ? 'no' : madeBefore(catalog, found);
}

function routineWasThere(catalog: Catalog, object: ObjectName): Answer {
  const found = catalog.routines(object);
  if (typeof found === 'string') return found === 'absent' ? 'no' : 'unknown';
  const meant = found.filter((routine) => matchesArguments(routine, object.arguments));
  return meant.some(({ unit }) => unit !== catalog.unit) ? 'yes' : 'no';
}

function triggerWasThere(catalog: Catalog, { name, on }: ObjectName): Answer {
  const table = on === undefined ? 'unknown' : catalog.relation(on);
  if (typeof table === 'string') return table === 'absent' ? 'no' : 'unknown';
  const trigger = table.triggers.get(name);
  if (trigger === undefined) return table.unit > 0 ? 'no' : 'unknown';
  return madeBefore(catalog, trigger);
}
