import type { SourceFile } from './folder.js';
import { plainName } from './plain.js';
import type { ReadResult, ReadSettings } from './source.js';
import { toMigration } from './to-migration.js';

/** A file that belongs to no folder of migrations, or SQL that came from elsewhere. */
export function readAlone(file: SourceFile, settings: ReadSettings): ReadResult {
  return {
    format: 'file',
    detectedBecause: 'the file is in no folder of migrations',
    migrations: [toMigration(file, plainName(file.name), settings.transaction ?? 'transaction')],
    skipped: [],
    supabase: false,
    exposedSchemas: [],
  };
}
