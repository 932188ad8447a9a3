import type { CatalogChanges } from '../changes.js';
import type { GrantEntry } from '../model.js';
import { changed, type SchemaDifference } from './difference.js';

/** Privileges of objects that are there before and after. */
export function* grantDifferences(
  { grants, defaultPrivileges, routines, types, schemas }: CatalogChanges,
  spoken: ReadonlySet<string>,
): Generator<SchemaDifference> {
  for (const [slot, { before = new Map(), after = new Map() }] of grants) {
    const object = slot.slice(slot.indexOf(':') + 1);
    // What is made anew gets the default privileges; what is left or lost is told as a whole.
    if (spoken.has(object) || routines.has(object) || types.has(object) || schemas.has(object)) continue;
    if (namesOf(before) !== namesOf(after))
      yield changed(`the privileges on ${slot.replace(':', ' ').replace(' public.', ' ')}`);
  }
  if ([...defaultPrivileges.values()].some(({ before, after }) => (before === undefined) !== (after === undefined))) {
    yield changed('the default privileges');
  }
}

const namesOf = (entries: ReadonlyMap<string, GrantEntry>): string => [...entries.keys()].toSorted().join('\n');
