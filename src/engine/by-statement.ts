import type { Written } from '../catalog/model.js';

/** Things that a statement gave, together with their statement, in the order in which they were found. */
export function byStatement<Item extends { readonly writtenAt?: Written | undefined }>(
  items: Iterable<Item>,
): readonly { readonly writtenAt: Written; readonly items: readonly Item[] }[] {
  const groups = new Map<string, { readonly writtenAt: Written; readonly items: Item[] }>();
  for (const item of items) {
    const { writtenAt } = item;
    if (writtenAt === undefined) continue;
    const key = `${writtenAt.unit} ${writtenAt.span.start}`;
    const group = groups.get(key);
    if (group) group.items.push(item);
    else groups.set(key, { writtenAt, items: [item] });
  }
  return [...groups.values()];
}
