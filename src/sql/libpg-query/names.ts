import type { WrittenName } from '../../core/name.js';
import type { Tree } from './tree.js';

/** The name of a `RangeVar`, wrapped or not. A database name before the schema is left out. */
export function rangeVarName(node: Tree): WrittenName {
  const { schemaname, relname } = (node.RangeVar ?? node) as { schemaname?: string; relname?: string };
  return schemaname === undefined ? { name: relname ?? '' } : { schema: schemaname, name: relname ?? '' };
}

/** The texts of a list of `String` nodes; a `*` is the string `*`. */
export const listTexts = (list: readonly Tree[] | undefined): readonly string[] =>
  (list ?? []).map((item) => (item.A_Star ? '*' : ((item.String?.sval as string | undefined) ?? '')));

/** A list of `String` nodes as a name: its last two parts. */
export function listName(list: readonly Tree[] | undefined): WrittenName {
  const parts = listTexts(list);
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}
