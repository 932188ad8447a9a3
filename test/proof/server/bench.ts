import type { ServerVersion } from '../../../src/core/server.js';
import type { Database } from '../../../src/database/database.js';

/** Empty databases, one after another. Only the last one that was asked for may be used. */
export interface Bench {
  /** For people: `PGlite 18`. */
  readonly name: string;
  readonly version: ServerVersion;
  /** A superuser's session. `supabase`: in a database like that of a new Supabase project. */
  fresh(supabase: boolean): Promise<Database>;
  /** CREATE EXTENSION of an extension that the server lacks. `false`: nothing stands in for it, or the server has it. */
  standIn(extension: { readonly extension: string; readonly schema?: string | undefined }): Promise<boolean>;
  close(): Promise<void>;
}
