import { PgairlockError } from '../core/error.js';
import type { Folder } from './folder.js';
import { plain } from './plain.js';
import type { Source } from './source.js';
import { supabase } from './supabase.js';

/**
 * Every reader, in order of detection: the first that knows a folder reads it. Those that look at a file of their own
 * come first, then those that look at marker lines, then those that look at names alone; `plain` is last.
 */
const sources: readonly Source[] = [supabase, plain];

export const formatNames: readonly string[] = sources.map(({ format }) => format);

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
