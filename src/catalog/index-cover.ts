import { alike } from './differences/alike.js';
import type { Index } from './model.js';

type Element = Index['elements'][number];

/** How two indexes of one table stand to each other. */
export type Cover = 'same' | 'prefix';

/**
 * What `wide` makes of `narrow`: `same` keys, or keys of which `narrow` holds only the first ones. Absent where `narrow`
 * does something that `wide` does not: it keeps rows unique, holds other rows, has other columns or belongs to a constraint.
 */
export function coverOf(narrow: Index, wide: Index): Cover | undefined {
  if (narrow.constraint !== undefined || narrow.method !== wide.method || !startsAlike(narrow, wide)) return undefined;
  const isSame = narrow.elements.length === wide.elements.length;
  if (!isSame && narrow.method !== 'btree') return undefined;
  if (narrow.unique && !(isSame && wide.unique && narrow.nullsNotDistinct === wide.nullsNotDistinct)) return undefined;
  if (!narrow.include.every((column) => holds(wide, column)) || !alike(narrow.where, wide.where)) return undefined;
  return isSame && narrow.include.length >= wide.include.length ? 'same' : 'prefix';
}

const startsAlike = (narrow: Index, wide: Index): boolean =>
  narrow.elements.length <= wide.elements.length &&
  narrow.elements.every((element, at) => {
    const other = wide.elements[at];
    // Names first: most pairs differ in them, and comparing expressions is dear.
    return other !== undefined && element.column === other.column && alike(withNulls(element), withNulls(other));
  });

/** Nulls are sorted as the largest values where nothing else is written. */
const withNulls = (element: Element): Element => ({
  ...element,
  nulls: element.nulls ?? (element.descending ? 'first' : 'last'),
});

const holds = ({ elements, include }: Index, column: string): boolean =>
  include.includes(column) || elements.some((element) => element.column === column);

export interface Redundant {
  readonly index: Index;
  readonly by: Index;
  readonly cover: Cover;
}

/** Indexes of one table that another one of it makes superfluous, each once. Of two that are the same the later one is. */
export function* redundantIndexes(indexes: readonly Index[]): Generator<Redundant> {
  const gone = new Set<Index>();
  for (const index of indexes.toReversed()) {
    if (index.parent !== undefined) continue;
    for (const by of indexes) {
      const cover = by === index || gone.has(by) ? undefined : coverOf(index, by);
      if (cover === undefined) continue;
      gone.add(index);
      yield { index, by, cover };
      break;
    }
  }
}
