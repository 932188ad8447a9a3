import type { Batch } from './batch.js';
import type { SourceFile } from './folder.js';
import { plainName } from './migration-name.js';
import type { ReadResult, ReadSettings } from './source.js';
import { toMigration } from './to-migration.js';

/**
 * SQL that is in no file, called `shownAs` in reports. Its checksum is empty: there is nothing to compare it with, and
 * this works where there is no `node:crypto`.
 */
export function readText(text: string, shownAs: string, settings: ReadSettings = {}): Batch {
  const result = toLoneResult({ name: shownAs, path: shownAs, text }, settings, () => '');
  return { result, judged: new Set([shownAs]), complete: false };
}

/** One file as all there is. */
export const toLoneResult = (
  file: SourceFile,
  { transaction = 'transaction' }: ReadSettings,
  checksum: (text: string) => string,
): ReadResult => ({
  format: 'file',
  detectedBecause: 'the file is in no folder of migrations',
  migrations: [toMigration({ file, name: plainName(file.name), transaction, checksum })],
  skipped: [],
  supabase: false,
  exposedSchemas: [],
});
