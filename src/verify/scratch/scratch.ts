import type { Database } from '../../database/database.js';
import type { HostProcess } from './clean-up.js';

/** A database that exists for one replay, and one session on it. Whoever opens it disposes of it. */
export interface Scratch {
  readonly kind: 'pglite' | 'server';
  /** For people, without secrets. */
  readonly label: string;
  /** The session; `reopen` puts another in its place. */
  readonly database: Database;
  /** The whole server was started for this: what reaches beyond the database harms nobody. */
  readonly ownsServer: boolean;
  /** Extensions that are stood in for so far, in order of their names. */
  standIns(): Promise<readonly string[]>;
  /**
   * Makes an extension that the server does not have. `false`: there is nothing to stand in for it, or the server takes the
   * statement itself.
   */
  standIn(extension: { readonly extension: string; readonly schema?: string | undefined }): Promise<boolean>;
  /** These roles are about to be made: they outlive a database, so that `dispose` drops those that were not there. */
  claimRoles(names: readonly string[]): Promise<void>;
  /** Makes the session as fresh as a new one, where it is idle: settings and role. */
  reset(): Promise<void>;
  /** Ends the statement that runs. Afterwards the session may be lost. */
  interrupt(): Promise<void>;
  /** A fresh session. `emptied`: with the session went the database, which is as it was when it was opened. */
  reopen(): Promise<'kept' | 'emptied'>;
  /**
   * Another database that is as this one is, outside of a transaction. Settings of the session and temporary tables are not
   * copied. Whoever asks for it disposes of it, before this one.
   */
  copy(): Promise<Scratch>;
  /** All data as a tar, which `ScratchOptions.archive` takes. Only an embedded server can, outside of a transaction. */
  readonly archive?: (() => Promise<Uint8Array<ArrayBuffer>>) | undefined;
  /** Removes everything that was made. May be called more than once. */
  dispose(): Promise<void>;
}

export interface ScratchOptions {
  /** Node's `process`: where it is told to end, everything is removed first. */
  readonly process?: HostProcess | undefined;
  readonly supabase: boolean;
  /** Extensions that a Supabase project has besides the usual ones, enabled elsewhere than in its migrations. */
  readonly enabled?: readonly string[] | undefined;
  /** The texts of all migrations: extensions that they name are at hand. */
  readonly sql: readonly string[];
  /** Versions of extensions that the migrations ask for. */
  readonly extensionVersions?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Begin with these data, of a scratch that was opened with the same options. An embedded server only. */
  readonly archive?: Uint8Array<ArrayBuffer> | undefined;
}
