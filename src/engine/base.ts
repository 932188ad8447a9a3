/** A migration as it was before the change that is judged. */
export interface BaseMigration {
  readonly id: string;
  /** Empty where the file's name has none. */
  readonly version: string;
  /** As reported. */
  readonly path: string;
  /** Of the up, made as `Migration.checksum` is. Empty where the text could not be read. */
  readonly checksum: string;
  /** The SQL of the up; absent where only the checksum is known. */
  readonly text?: string | undefined;
}

/** The state that a change is compared with: a commit, or what a database has applied. */
export interface Base {
  /** For messages: `main`, `HEAD`, `the database`. */
  readonly name: string;
  /** What the change set out from, in the order in which the tool applies it. */
  readonly migrations: readonly BaseMigration[];
  /** Every migration that others may have applied since, those of `migrations` among them. */
  readonly applied: readonly BaseMigration[];
}
