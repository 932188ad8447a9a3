import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateHistory } from './generate-history.js';

/** Writes the first migrations of the generated history into a folder. Returns their paths and their size in bytes. */
export function writeHistory(
  folder: string,
  count: number,
): { readonly files: readonly string[]; readonly bytes: number } {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  let bytes = 0;
  for (const { filename, sql } of generateHistory(count)) {
    const file = path.join(folder, filename);
    writeFileSync(file, sql);
    files.push(file);
    bytes += Buffer.byteLength(sql);
  }
  return { files, bytes };
}
