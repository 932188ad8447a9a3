import type { CatalogChanges } from '../changes.js';
import type { GrantEntry } from '../model.js';
import { changed, type SchemaDifference, tolerated } from './difference.js';

const none: ReadonlyMap<string, GrantEntry> = new Map();

/** Privileges of objects that are there before and after. */
export function* grantDifferences(
  { grants, defaultPrivileges, routines, types, schemas }: CatalogChanges,
  spoken: ReadonlySet<string>,
): Generator<SchemaDifference> {
  for (const [slot, { before = none, after = none }] of grants) {
    const object = slot.slice(slot.indexOf(':') + 1);
    // What is made anew gets the default privileges; what is left or lost is told as a whole.
    if (spoken.has(object) || routines.has(object) || types.has(object) || schemas.has(object)) continue;
    const [lost, left] = [missingFrom(after, before), missingFrom(before, after)];
    if (lost.length === 0 && left.length === 0) continue;
    const difference = changed(`the privileges on ${slot.replace(':', ' ').replace(' public.', ' ')}`);
    // A view that is made anew often gets again what somebody had granted by hand.
    yield lost.length === 0 ? tolerated(difference) : difference;
  }
  if ([...defaultPrivileges.values()].some(({ before, after }) => (before === undefined) !== (after === undefined))) {
    yield changed('the default privileges');
  }
}

const missingFrom = (
  entries: ReadonlyMap<string, GrantEntry>,
  others: ReadonlyMap<string, GrantEntry>,
): readonly string[] => [...others.keys()].filter((key) => !entries.has(key));
