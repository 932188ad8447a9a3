/** Every value as the server writes it in text: `t` and `f`, `{a,b}` for arrays, JSON as JSON. NULL is `null`. */
export type Row = Readonly<Record<string, string | null>>;

/** In the server's input form; the statement casts where a type must be known: `$1::jsonb`. */
export type Parameter = string | null;

/** `failed`: an error happened in the transaction, only ROLLBACK helps. */
export type TransactionStatus = 'idle' | 'transaction' | 'failed';

export interface Notice {
  /** `NOTICE`, `WARNING`, `INFO`, … */
  readonly severity: string;
  readonly message: string;
  readonly sqlstate?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

/**
 * One session on one server: the little that the program needs of a driver. Calls run one after another, in the order in
 * which they were made. Whatever fails is a `DatabaseError`.
 */
export interface Database {
  readonly adapter: 'pglite' | 'node-postgres';
  /** For people, without secrets. */
  readonly label: string;
  readonly backendPid: number;
  /** The process that was named when the connection was opened. That of a pooler is none of the server's. */
  readonly connectionPid?: number | undefined;
  /** As `server_version_num`: 150018 is 15.18. */
  readonly serverVersion: number;
  /** Runs one statement with parameters `$1`, `$2`, … More than one statement is refused by the server. */
  query(statement: string, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
  /** Runs one statement, in no transaction but the one that an earlier statement began. */
  execute(statement: string): Promise<void>;
  /** Runs statements in one message; settings and the like, which need no answer of their own. */
  executeAll(statements: readonly string[]): Promise<void>;
  transactionStatus(): Promise<TransactionStatus>;
  /** Hears the server's notices until the returned function is called. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** All data of the server as a gzipped tar. Only PGlite can, outside of a transaction. */
  readonly archive?: (() => Promise<Buffer>) | undefined;
  /** May be called more than once. */
  close(): Promise<void>;
}
