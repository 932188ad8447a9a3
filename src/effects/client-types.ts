import type { Catalog } from '../catalog/catalog.js';
import type { TypeName } from '../sql/expression.js';
import { isSameType, isString, kindOfType, plainType } from './type-facts.js';

const isJson = ({ name }: TypeName): boolean => name === 'json' || name === 'jsonb';

/** Clients and bodies of functions read values of both types in the same way. */
export function isReadAlike(before: TypeName, after: TypeName, catalog: Catalog): boolean {
  const [from, to] = [plainType(before, catalog), plainType(after, catalog)];
  if (isSameType(from, to) || (isString(from) && isString(to))) return true;
  if (from.arrayDimensions > 0 !== to.arrayDimensions > 0) return false;
  return (isJson(from) && isJson(to)) || (kindOfType(from, catalog) === 'enum' && kindOfType(to, catalog) === 'enum');
}
