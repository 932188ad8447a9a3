import type { Unit, Written } from '../catalog/model.js';
import type { Section } from '../core/migration.js';
import type { Span } from '../core/span.js';

/** Where a `history` check reports something. */
export interface HistoryPlace {
  readonly at: Span;
  readonly path: string;
}

/** The place of a statement of the history; `undefined` for what was there before it. */
export function placeOf(
  originOf: (unit: Unit) => Section | undefined,
  { unit, span }: { readonly unit: Unit; readonly span?: Written['span'] | undefined },
): HistoryPlace | undefined {
  const origin = originOf(unit);
  return origin && span && { at: span, path: origin.path };
}
