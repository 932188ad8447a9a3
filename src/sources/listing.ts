import path from 'node:path';
import type { SourceProblem, TransactionModel } from '../core/migration.js';
import { checksum } from './checksum.js';
import type { Folder, SourceFile } from './folder.js';
import type { FileParts } from './marked-sections.js';
import type { MigrationName } from './migration-name.js';
import { sameVersions } from './same-versions.js';
import type { Companion, ReadResult } from './source.js';
import { readSupabaseConfig } from './supabase-config.js';
import { toMigration } from './to-migration.js';

/** The files of one migration, by their paths relative to the folder. */
export interface Entry {
  readonly name: MigrationName;
  readonly up: string;
  readonly down?: string | undefined;
  readonly dependencies?: readonly string[] | undefined;
}

/** What a format makes of the names in a folder. */
export interface Listing {
  /** In the order in which the tool applies them. */
  readonly entries: readonly Entry[];
  readonly skipped: readonly SourceProblem[];
  readonly companions?: readonly Companion[] | undefined;
}

export interface ListingOptions {
  readonly format: string;
  readonly folder: Folder;
  readonly because: string;
  readonly listing: Listing;
  /** How the tool sends a file; `usual` where the file says nothing else. */
  readonly transactionOf: (file: SourceFile, entry: Entry) => TransactionModel;
  /** Cuts a file at the format's own markers. */
  readonly cut?: ((file: SourceFile, entry: Entry) => FileParts) | undefined;
  /** False where the tool goes by whole names, so that two may begin alike. */
  readonly uniqueVersions?: boolean | undefined;
  /** Problems of the folder as a whole that only the texts show. */
  readonly check?: ((files: readonly SourceFile[]) => readonly SourceProblem[]) | undefined;
}

/** Reads the listed files, each migration with its down. */
export async function readListing(options: ListingOptions): Promise<ReadResult> {
  const { folder, listing, transactionOf } = options;
  const { entries } = listing;
  const [files, downs] = await Promise.all([
    folder.read(entries.map(({ up }) => up)),
    folder.read(entries.flatMap(({ down = [] }) => down)),
  ]);
  const downOf = new Map(entries.flatMap(({ down = [] }) => down).map((name, at) => [name, downs[at]]));
  const migrations = entries.flatMap((entry, at) => {
    const file = files[at];
    if (file === undefined) return [];
    const downFile = entry.down === undefined ? undefined : downOf.get(entry.down);
    return toMigration({
      file,
      name: entry.name,
      transaction: transactionOf(file, entry),
      parts: options.cut?.(file, entry),
      downFile,
      downTransaction: downFile && transactionOf(downFile, entry),
      dependencies: entry.dependencies,
      checksum,
    });
  });
  return {
    format: options.format,
    detectedBecause: options.because,
    folder: folder.shown,
    migrations,
    skipped: [
      ...listing.skipped,
      ...(options.uniqueVersions === false
        ? []
        : sameVersions(
            folder,
            entries.map(({ name, up }) => ({ version: name.version, file: up })),
          )),
      ...(options.check?.(files) ?? []),
    ],
    companions: listing.companions,
    ...(await supabaseProject(folder)),
  };
}

/** drizzle-kit and others may write to the folder of a Supabase project. */
async function supabaseProject(
  folder: Folder,
): Promise<Pick<ReadResult, 'supabase' | 'exposedSchemas' | 'server' | 'anonymousSignIn'>> {
  const isInside = path.basename(path.dirname(folder.path)) === 'supabase';
  const config = isInside ? await folder.readOptional('../config.toml') : undefined;
  if (config === undefined) return { supabase: false, exposedSchemas: [] };
  return { supabase: true, ...readSupabaseConfig(config, `${folder.shown}/../config.toml`) };
}
