import type { FormatName } from '../core/format-name.js';
import type { Migration, SourceProblem, TransactionModel } from '../core/migration.js';
import type { ServerVersion } from '../core/server.js';
import type { Folder } from './folder.js';

/** A `.sql` file that belongs to the migrations and is none of them: a verify script, an included template. */
export interface Companion {
  /** Relative to the folder. */
  readonly path: string;
  readonly role: string;
}

/** What the reader of a format made of a folder. */
export interface ReadResult {
  readonly format: string;
  /** For people: «the folder is supabase/migrations». */
  readonly detectedBecause: string;
  /** As reported. Absent for files that belong to no folder of migrations. */
  readonly folder?: string | undefined;
  /** In the order in which the tool applies them. */
  readonly migrations: readonly Migration[];
  /** Files that the tool passes over, or does with what their author did not mean. */
  readonly skipped: readonly SourceProblem[];
  /** Files that the tool knows and does not apply as migrations. */
  readonly companions?: readonly Companion[] | undefined;
  /** What the project's own files say of its server and its API. */
  readonly supabase: boolean;
  readonly exposedSchemas: readonly string[];
  readonly server?: ServerVersion | undefined;
  readonly anonymousSignIn?: boolean | undefined;
}

export interface ReadSettings {
  /** From the config, instead of the format's own. */
  readonly transaction?: TransactionModel | undefined;
}

/**
 * The reader of one format: one file in this room, listed in `formats.ts`.
 * `detect` looks at names first and reads as little as it can.
 */
export interface Source {
  readonly format: FormatName;
  /** Why the folder is of this format; undefined where it is not. */
  detect(folder: Folder): Promise<string | undefined>;
  read(folder: Folder, because: string, settings: ReadSettings): Promise<ReadResult>;
}
