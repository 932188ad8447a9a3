import type { TypeName } from '../sql/expression.js';
import type { Store } from './store.js';

const known = new WeakMap<Store, Map<string, TypeName>>();

/**
 * One type name for all columns of a type: a long history has a hundred columns of each. Its place is that of the first,
 * which means nothing in a schema.
 */
export function sharedType(store: Store, type: TypeName): TypeName {
  const types = known.get(store) ?? new Map<string, TypeName>();
  known.set(store, types);
  const key = spell(type);
  const shared = types.get(key) ?? type;
  types.set(key, shared);
  return shared;
}

const spell = ({ schema, name, modifiers, modifierTexts, arrayDimensions, percentType, setof }: TypeName): string =>
  JSON.stringify([schema, name, modifiers, modifierTexts, arrayDimensions, percentType, setof]);
