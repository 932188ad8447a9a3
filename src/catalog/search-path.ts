import type { Store } from './store.js';

export const temporarySchema = 'pg_temp';

/** The value of the setting as its parts: `'"$user", public'` → `['$user', 'public']`. */
export function parseSearchPath(value: string): readonly string[] {
  const parts = value.matchAll(/"((?:[^"]|"")*)"|[^,"\s]+/g);
  return [...parts]
    .map(([part, quoted]) => (quoted === undefined ? part.toLowerCase() : quoted.replaceAll('""', '"')))
    .filter((part) => part !== '');
}

/** The schemas that are searched, in order. The role is unknown, so that `$user` is left out. */
export const searchPath = (store: Store): readonly string[] =>
  (store.state.localPath ?? store.state.sessionPath).filter((schema) => schema !== '$user');

/**
 * The schema of an unqualified new object: the first of the path that exists. `public` where the path is empty, which
 * the server would refuse.
 */
export function creationSchema(store: Store): string {
  const path = searchPath(store).filter((schema) => schema !== 'pg_catalog' && schema !== temporarySchema);
  return path.find((schema) => !store.options.complete || store.schemas.has(schema)) ?? path[0] ?? 'public';
}
