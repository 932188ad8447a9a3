/** The tools whose records are read, by the names that `--from` takes. */
export const foreignTools = [
  'supabase',
  'dbmate',
  'rails',
  'golang-migrate',
  'goose',
  'tern',
  'node-pg-migrate',
  'graphile-migrate',
  'sqitch',
  'flyway',
  'refinery',
  'sqlx',
  'prisma',
  'drizzle',
  'umzug',
  'postgres-migrations',
  'pgmigrate',
  'sql-migrate',
  'diesel',
  'pop',
  'hasura',
  'pgroll',
  'reshape',
] as const;

export type ForeignTool = (typeof foreignTools)[number];

/** How a tool sums up the text of a file. */
export type ForeignChecksum =
  | 'sha256'
  | 'sha384'
  | 'sha1'
  | 'md5'
  | 'sha1-of-name-and-text'
  | 'crc32-of-lines'
  | 'sha1-chain';

/** What another tool's table says of one migration. What it undid is left out. */
export interface ForeignRecord {
  readonly version?: string | undefined;
  readonly name?: string | undefined;
  /** `failed`: it broke off, is marked as dirty, or is not complete. */
  readonly state: 'applied' | 'failed';
  /** As the server writes it; some tools keep it without a time zone. */
  readonly appliedAt?: string | undefined;
  readonly checksum?: string | undefined;
  /** Of graphile-migrate: the hash of the migration before, which its own is made with. */
  readonly previous?: string | undefined;
  /** The SQL that was run, where the tool keeps it. */
  readonly statements?: readonly string[] | undefined;
  /** It stands for itself and for all that come before it. */
  readonly through?: boolean | undefined;
}

/** The records of one tool, in the order of their table. */
export interface ForeignHistory {
  readonly tool: ForeignTool;
  /** As SQL names it. */
  readonly table: string;
  readonly records: readonly ForeignRecord[];
  readonly checksum?: ForeignChecksum | undefined;
}
