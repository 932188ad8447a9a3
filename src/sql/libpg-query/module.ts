type LibpgQuery = typeof import('libpg-query');

let loaded: LibpgQuery | undefined;

/** Loads libpg-query once. */
export async function useModule(): Promise<LibpgQuery> {
  if (!loaded) {
    const module = await import('libpg-query');
    await module.loadModule();
    loaded = module;
  }
  return loaded;
}

/** The module that `useModule` loaded. Lowering runs only after that. */
export function loadedModule(): LibpgQuery {
  if (!loaded) throw new Error('libpg-query is used before it is loaded');
  return loaded;
}
