import type { Catalog } from '../catalog/catalog.js';
import type { References } from '../sql/expression.js';

/** The claims of the request, its headers, and the roles of the session. */
const whoWords =
  /\bauth\s*\.\s*"?(?:uid|jwt|role|email)\b|\brequest\.(?:jwt|headers)|\b(?:session_user|current_user|current_role)\b/i;

/** A chain of functions that call each other is followed this far. */
const deepest = 4;

/** The text, or a function of the migrations that it calls, looks at who sent the request. */
export function asksWho(
  { text, references }: { readonly text: string; readonly references: References },
  catalog: Catalog,
  depth = 0,
): boolean {
  if (whoWords.test(text.replaceAll('"', ''))) return true;
  if (depth >= deepest) return false;
  return references.functions.some((name) => {
    const routines = catalog.routines(name);
    return typeof routines !== 'string' && routines.some((routine) => asksWho(routine, catalog, depth + 1));
  });
}
