import type { ForeignChecksum, ForeignTool } from './foreign-history.js';

/** The columns of a table. */
export type Columns = ReadonlySet<string>;

/** Where a tool keeps its records, and how they are read. */
export interface StateTable {
  readonly tool: ForeignTool;
  /** Unless the tool was told another one, which `--table` names. */
  readonly name: string;
  /** Absent: any schema. */
  readonly schema?: string | undefined;
  readonly columns: readonly string[];
  /** It has no other columns: tables of this name and these columns are common. */
  readonly exact?: boolean | undefined;
  /** A table of the same schema that must be there, or must not. */
  readonly beside?: { readonly table: string; readonly there: boolean } | undefined;
  readonly checksum?: ForeignChecksum | undefined;
  /**
   * A query for the columns `version`, `name`, `state` (`applied`, `failed`, or `undone`, which is left out), `applied_at`,
   * `checksum`, `previous`, `statements` (JSON), `through`; those that it lacks are unknown.
   * @param table as SQL names it
   */
  readonly select: (table: string, columns: Columns) => string;
}
