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
}
