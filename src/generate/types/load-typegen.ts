import { PgairlockError } from '../../core/error.js';

/** The version whose output is pinned by tests: another one may write another file. */
export const typegenPackage = '@supabase/postgrest-typegen@0.2.2';

export type Typegen = typeof import('@supabase/postgrest-typegen');

/**
 * Loads the generator that `supabase gen types` has in it.
 * @throws PgairlockError `not-available` where it, or the formatter that it needs, is not installed
 */
export async function loadTypegen(
  load: () => Promise<Typegen> = () => import('@supabase/postgrest-typegen'),
): Promise<Typegen> {
  try {
    return await load();
  } catch (cause) {
    const message = `TypeScript types need a package that is not installed here; install it with npm install -D -E ${typegenPackage}.`;
    throw new PgairlockError('not-available', message, { cause });
  }
}
