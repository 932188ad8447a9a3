import type { Answer } from '../core/answer.js';
import { formatQualified, type WrittenName } from '../core/name.js';
import { isManagedSchema } from './managed-schemas.js';
import { lookupRelation, resolveRelation } from './resolve.js';
import { relationAt, type Store } from './store.js';

/** Made by the unit that is being replayed? */
export function isNew(store: Store, name: WrittenName): Answer {
  const resolved = resolveRelation(store, name);
  const relation = relationAt(store, resolved) ?? tableOfIndex(store, name);
  if (relation?.persistence === 'temporary') return 'yes';
  if (store.perhapsMade.get(formatQualified(resolved)) === store.state.unit) return 'unknown';
  if (relation !== undefined) return relation.unit === store.state.unit ? 'yes' : 'no';
  const known = lookupRelation(store, name);
  if (known !== 'unknown' || isManagedSchema(store.options, resolved.schema)) return 'no';
  // Something in this very unit may have made it out of sight.
  return store.state.blindSince === store.state.unit ? 'unknown' : 'no';
}

/** An index answers for itself: it is as new as the statement that built it. */
function tableOfIndex(store: Store, name: WrittenName) {
  const index = store.indexes.get(formatQualified(resolveRelation(store, name)));
  return index && { unit: index.unit, persistence: relationAt(store, index.table)?.persistence };
}

export function mayHoldRows(store: Store, name: WrittenName): Answer {
  const relation = relationAt(store, resolveRelation(store, name));
  const made = isNew(store, name);
  if (relation?.populated === store.state.unit || made === 'no') return 'yes';
  // A temporary table of an earlier unit may still be there.
  if (relation !== undefined && relation.unit !== store.state.unit && made === 'yes') return 'unknown';
  return made === 'unknown' ? 'unknown' : 'no';
}
