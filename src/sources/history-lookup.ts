import path from 'node:path';
import { isDownFolder } from './down-files.js';
import { type Folder, type Overlay, openFolder } from './folder.js';
import { recognise } from './formats.js';
import { isPartOfHistory, isWholeMigration, partsAbove } from './inner-folders.js';

export interface LookupOptions {
  /** Absolute. */
  readonly cwd: string;
  /** The configured migrations folder, absolute: a history whatever its names look like. */
  readonly migrations?: string | undefined;
  readonly overlay?: Overlay | undefined;
}

/** Says which folders hold a history of migrations: the configured one, and those that a reader recognises. */
export interface HistoryLookup {
  in(folder: string): Promise<Folder | undefined>;
  /** The history that a file belongs to: of its folder, or of the one that its down folder serves. */
  of(file: string): Promise<Folder | undefined>;
}

/** Looks at each folder once. */
export function createHistoryLookup(options: LookupOptions): HistoryLookup {
  const known = new Map<string, Promise<Folder | undefined>>();
  const historyIn = (folder: string): Promise<Folder | undefined> => {
    const answer = known.get(folder) ?? look(folder, options);
    known.set(folder, answer);
    return answer;
  };
  return {
    async in(folder) {
      // A part of a history is judged file by file, with the whole of it replayed.
      for (const above of isPartOfHistory(folder) ? partsAbove(folder) : []) {
        if ((await historyIn(above)) !== undefined) return undefined;
      }
      return historyIn(folder);
    },
    async of(file) {
      const parent = path.dirname(file);
      for (const above of partsAbove(parent)) {
        const history = await historyIn(above);
        if (history !== undefined) return history;
      }
      if (isDownFolder(path.basename(parent))) {
        const around = path.dirname(parent);
        return (await historyIn(around)) ?? historyIn(path.join(around, 'migrations'));
      }
      return (await historyIn(parent)) ?? (isWholeMigration(file) ? historyIn(path.dirname(parent)) : undefined);
    },
  };
}

async function look(absolute: string, options: LookupOptions): Promise<Folder | undefined> {
  const folder = await openFolder(absolute, options.cwd, options.overlay).catch(() => undefined);
  if (folder === undefined) return undefined;
  return absolute === options.migrations || (await recognise(folder)) !== undefined ? folder : undefined;
}
