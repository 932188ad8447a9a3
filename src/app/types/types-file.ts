import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import { isSameTypes } from '../../generate/types/same-types.js';
import { unifiedDiff } from '../../generate/unified-diff.js';

/** A file of generated types, next to the text that it should have. */
export interface TypesFile {
  /** Absolute. */
  readonly path: string;
  readonly exists: boolean;
  /** It holds these types already, whatever a formatter made of it. */
  readonly fresh: boolean;
  /** From what is there to what should be, as `diff -u` prints it; empty where it is fresh. */
  readonly diff: string;
}

/**
 * @param shown the path in the diff
 * @throws PgairlockError `input-unreadable`
 */
export async function compareTypesFile(file: string, text: string, shown: string): Promise<TypesFile> {
  const before = await read(file, shown);
  const fresh = before !== undefined && isSameTypes(before, text);
  const diff = fresh ? '' : unifiedDiff(before?.replaceAll('\r\n', '\n') ?? '', text, shown);
  return { path: file, exists: before !== undefined, fresh, diff };
}

async function read(file: string, shown: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new PgairlockError('input-unreadable', `Cannot read ${shown}.`, { cause });
  }
}

/**
 * Nobody ever reads half of it: the text is written beside the file and takes its place.
 * @throws PgairlockError `usage` where it cannot be written
 */
export async function writeTypesFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${Date.now().toString(36)}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (cause) {
    throw new PgairlockError('usage', `Cannot write ${file}.`, { cause });
  }
}
