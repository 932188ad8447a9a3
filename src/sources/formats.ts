import { PgairlockError } from '../core/error.js';
import { formatNames } from '../core/format-name.js';
import { dbmate } from './dbmate.js';
import { drizzle } from './drizzle.js';
import { flyway } from './flyway.js';
import type { Folder } from './folder.js';
import { golangMigrate } from './golang-migrate.js';
import { goose, sqlMigrate } from './goose.js';
import { graphileMigrate } from './graphile-migrate.js';
import { nodePgMigrate } from './node-pg-migrate.js';
import { plain } from './plain.js';
import { pop } from './pop.js';
import { postgresMigrations } from './postgres-migrations.js';
import { prisma } from './prisma.js';
import { refinery } from './refinery.js';
import type { Source } from './source.js';
import { sqitch } from './sqitch.js';
import { sqlx } from './sqlx.js';
import { supabase } from './supabase.js';
import { tern } from './tern.js';
import { umzug } from './umzug.js';
import { diesel, hasura } from './up-down-folders.js';

/**
 * Every reader, in order of detection: the first that knows a folder reads it. Those that look at a file of their own
 * come first, then those that look at marker lines, then those that look at names alone; `plain` is last.
 */
const sources: readonly Source[] = [
  sqitch,
  drizzle,
  prisma,
  hasura,
  diesel,
  graphileMigrate,
  supabase,
  goose,
  sqlMigrate,
  dbmate,
  tern,
  nodePgMigrate,
  refinery,
  flyway,
  pop,
  sqlx,
  golangMigrate,
  umzug,
  postgresMigrations,
  plain,
];

export interface Recognised {
  readonly source: Source;
  readonly because: string;
}

/** The reader of a folder; undefined where it is no folder of migrations. */
export async function recognise(folder: Folder): Promise<Recognised | undefined> {
  for (const source of sources) {
    const because = await source.detect(folder);
    if (because !== undefined) return { source, because };
  }
  return undefined;
}

/** Throws `config-invalid` for a name that is not in `formatNames`. */
export function sourceOf(format: string): Source {
  const source = sources.find((candidate) => candidate.format === format);
  if (source !== undefined) return source;
  throw new PgairlockError('config-invalid', `Unknown format "${format}". Known formats: ${formatNames.join(', ')}.`);
}
