import { execFile } from 'node:child_process';
import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import type { PlacedFile } from '../generate/down/placement.js';
import { newMigration } from '../generate/new-migration/new-migration.js';
import type { LintOptions } from './lint-options.js';
import { loadSettings } from './load-settings.js';
import { readWanted } from './read-batches.js';

export interface NewMigrationOptions extends Pick<LintOptions, 'cwd' | 'configFile' | 'config'> {
  /** As people say it: `add loans`. */
  readonly name: string;
  /** The migrations folder. Default: that of the config, else the one detected. */
  readonly folder?: string | undefined;
  readonly description?: string | undefined;
  /** Default: that of git. */
  readonly author?: string | undefined;
  /** Ids of migrations that must be applied before it. */
  readonly dependsOn?: readonly string[] | undefined;
  /** Its time, where the folder numbers by time. Default: now. */
  readonly now?: Date | undefined;
}

/**
 * The files of a new migration, in the format, numbering and style of its folder. Nothing is written.
 * @throws PgairlockError `not-available` for formats that only their own tool can extend, and as `lint` does.
 */
export async function createMigration(options: NewMigrationOptions): Promise<readonly PlacedFile[]> {
  const cwd = path.resolve(options.cwd ?? '.');
  const settings = await loadSettings(options, cwd);
  const { folder, name, description, dependsOn } = options;
  const { batches } = await readWanted({ ...options, paths: folder === undefined ? [] : [folder] }, settings, cwd);
  const [history] = batches.filter(({ complete }) => complete);
  if (history?.result.folder === undefined) {
    throw new PgairlockError('usage', 'There is no folder of migrations to add one to.');
  }
  const { format, migrations, folder: shown } = history.result;
  return newMigration({
    name,
    format,
    folder: shown,
    migrations,
    description,
    dependsOn,
    author: options.author ?? (await gitAuthor(cwd)),
    now: options.now ?? new Date(),
  });
}

/** `user.name` of git; undefined where git or the name is missing. */
const gitAuthor = (cwd: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile('git', ['config', 'user.name'], { cwd }, (error, stdout) => {
      const name = stdout.trim();
      resolve(error !== null || name === '' ? undefined : name);
    });
  });
