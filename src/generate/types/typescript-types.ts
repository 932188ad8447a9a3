import type { Database } from '../../database/database.js';
import { loadTypegen } from './load-typegen.js';
import { toQueryable } from './to-queryable.js';

export interface TypesOptions {
  readonly schemas: readonly string[];
  /** Tells the client of the Data API which version it speaks to: `13.0.5`. Absent: it is not said. */
  readonly postgrestVersion?: string | undefined;
}

/**
 * The file that `supabase gen types typescript` writes, of the schemas of a database. The default schema of its helpers is
 * `public`, else the first.
 * @throws PgairlockError `not-available`; DatabaseError
 * @see https://supabase.com/docs/guides/api/rest/generating-types
 */
export async function typescriptTypes(
  database: Database,
  { schemas, postgrestVersion }: TypesOptions,
): Promise<string> {
  const { generateTypescript, introspect, sortGeneratorMetadata } = await loadTypegen();
  const metadata = await introspect(toQueryable(database), { includedSchemas: [...schemas] });
  const defaultSchema = schemas.includes('public') ? undefined : schemas[0];
  return generateTypescript(sortGeneratorMetadata(metadata), {
    detectOneToOneRelationships: true,
    ...(postgrestVersion === undefined ? {} : { postgrestVersion }),
    ...(defaultSchema === undefined ? {} : { defaultSchema }),
  });
}
