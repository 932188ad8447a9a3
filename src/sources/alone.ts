import { checksum } from './checksum.js';
import type { SourceFile } from './folder.js';
import { toLoneResult } from './read-text.js';
import type { ReadResult, ReadSettings } from './source.js';

/** A file that belongs to no folder of migrations. */
export const readAlone = (file: SourceFile, settings: ReadSettings): ReadResult =>
  toLoneResult(file, settings, checksum);
