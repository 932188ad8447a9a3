import { formatQualified, quoteIdentifier } from '../core/name.js';
import type { CatalogChanges } from './changes.js';
import { left, lost, type SchemaDifference, tolerated } from './differences/difference.js';
import { grantDifferences } from './differences/grants.js';
import { indexDifferences } from './differences/indexes.js';
import { assumedBefore, leftRelation, relationDifferences, relationText } from './differences/relations.js';
import { routineDifferences } from './differences/routines.js';
import { typeDifferences } from './differences/types.js';
import type { Relation } from './model.js';

export type { SchemaDifference } from './differences/difference.js';

/**
 * In what a schema differs after a stretch of the replay from what it was before. Comments, the order of columns, and
 * whether constraints are validated do not count; what hangs on a table that is left or lost is not told on its own.
 */
export function schemaDifferences(changes: CatalogChanges): readonly SchemaDifference[] {
  const spoken = wholeRelations(changes);
  return [
    ...relationsOf(changes, spoken),
    ...indexDifferences(changes, spoken),
    ...typeDifferences(changes),
    ...routineDifferences(changes),
    ...containerDifferences(changes),
    ...grantDifferences(changes, spoken),
  ];
}

/** Relations that are left or lost as a whole, by `schema.name`. */
function wholeRelations({ relations }: CatalogChanges): ReadonlySet<string> {
  const whole = new Set<string>();
  for (const [key, { before, after }] of relations) {
    if ((before === undefined && after !== undefined && assumedBefore(after) === undefined) || after === undefined) {
      whole.add(key);
    }
  }
  return whole;
}

function* relationsOf({ relations }: CatalogChanges, spoken: ReadonlySet<string>): Generator<SchemaDifference> {
  for (const { before, after } of relations.values()) {
    const known = before ?? (after && assumedBefore(after));
    if (after === undefined) {
      if (before !== undefined && !isOwned(before)) yield lost(relationText(before));
    } else if (known === undefined) {
      if (!isOwned(after) && after.persistence !== 'temporary') yield leftRelation(after);
    } else if (!spoken.has(formatQualified(after.name))) yield* relationDifferences(known, after);
  }
}

/** The sequence of a serial or identity column comes and goes with the column. */
const isOwned = ({ sequence }: Relation): boolean => sequence?.ownedBy !== undefined;

function* containerDifferences({ schemas, extensions }: CatalogChanges): Generator<SchemaDifference> {
  for (const { before, after } of schemas.values()) {
    if (before === undefined && after !== undefined)
      yield tolerated(left(`schema ${after.name}`, `DROP SCHEMA ${quoteIdentifier(after.name)};`));
    else if (before !== undefined && after === undefined) yield lost(`schema ${before.name}`);
  }
  for (const { before, after } of extensions.values()) {
    if (before === undefined && after !== undefined)
      yield tolerated(left(`extension ${after.name}`, `DROP EXTENSION ${quoteIdentifier(after.name)};`));
    else if (before !== undefined && after === undefined) yield lost(`extension ${before.name}`);
  }
}
