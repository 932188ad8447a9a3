import { formatName, formatQualified, quoteName } from '../../core/name.js';
import type { CatalogChanges } from '../changes.js';
import type { Index } from '../model.js';
import { alike, essence } from './alike.js';
import { changed, left, lost, type SchemaDifference } from './difference.js';

// Those of constraints and of partitions come and go with what they belong to.
const isOwn = (index: Index | undefined): index is Index =>
  index !== undefined && index.constraint === undefined && index.parent === undefined;

const content = (index: Index): unknown => ({ ...index, name: undefined });

/** Indexes of tables that are `spoken` of, by `schema.name`, are left out. */
export function* indexDifferences(
  { indexes }: CatalogChanges,
  spoken: ReadonlySet<string>,
): Generator<SchemaDifference> {
  const gone = new Map<string, Index>();
  for (const { before, after } of indexes.values()) {
    if (isOwn(before) && after === undefined) gone.set(essence(content(before)), before);
  }
  for (const { before, after } of indexes.values()) {
    if (!isOwn(after) || spoken.has(formatQualified(after.table))) continue;
    const object = `index ${formatName(after.name)}`;
    if (before !== undefined) {
      if (!alike(content(before), content(after))) yield changed(object);
      continue;
    }
    const old = gone.get(essence(content(after)));
    if (old === undefined) yield left(object, `DROP INDEX ${quoteName(after.name)};`);
    else {
      gone.delete(essence(content(after)));
      yield changed(`the name of index ${formatName(old.name)} (now ${after.name.name})`);
    }
  }
  for (const index of gone.values()) {
    if (!spoken.has(formatQualified(index.table))) yield lost(`index ${formatName(index.name)}`);
  }
}
