export type MigrationStatus = 'applied' | 'rolled_back' | 'failed';

/** What the history says of one migration. */
export interface HistoryEntry {
  readonly name: string;
  readonly version: string;
  /** Order in which the migrations were first started. */
  readonly order: number;
  readonly batch: number;
  readonly status: MigrationStatus;
  readonly checksum: string | null;
  readonly rollbackSql: string | null;
  readonly reason: string | null;
  readonly dependencies: readonly string[];
  /** Its statements ran one by one, so that a failure may have left some of them done. */
  readonly journalled: boolean;
  /** Of a journalled migration that is not finished: the indexes of the statements that are done. */
  readonly done: readonly number[];
  /** Of a journalled down that is not finished, while the migration counts as applied: the statements that are done. */
  readonly undone?: readonly JournalledStatement[] | undefined;
  /** A statement that was sent in no transaction, up or down, and nobody recorded how it ended. */
  readonly begun?: BegunStatement | undefined;
  /** The journal ends without an error: the runner was cut off. Nobody needs to mend anything before it goes on. */
  readonly interrupted?: boolean | undefined;
}

export interface JournalledStatement {
  /** From 0, in its file. */
  readonly index: number;
  readonly sql: string;
}

export interface BegunStatement extends JournalledStatement {
  /** Of an index that is built concurrently: the indexes that its table had before, by their oids. */
  readonly indexesBefore: readonly string[];
}
