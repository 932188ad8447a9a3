import path from 'node:path';
import { PgairlockError } from '../../core/error.js';
import type { Project } from '../../engine/rule.js';
import type { Parser } from '../../sql/parser.js';
import { loadParser } from '../load-parser.js';
import { loadSettings, type Settings } from '../load-settings.js';
import { readWanted } from '../read-batches.js';
import { toProject } from '../to-project.js';
import type { RunOptions } from './run-options.js';

/** The one migrations folder that a command on a database works with. */
export interface RunProject {
  /** Absolute. */
  readonly cwd: string;
  readonly settings: Settings;
  readonly project: Project;
  /** The folder as it is shown, and how it was recognised. */
  readonly folder: string;
  readonly parser: Parser;
  /** Paths of the files that the config does not ignore. */
  readonly judged: ReadonlySet<string>;
}

/**
 * Reads the migrations folder with its config.
 * @throws PgairlockError `usage` where there is no such folder, or more than one; and as `lint` does
 */
export async function readProject(options: RunOptions): Promise<RunProject> {
  const cwd = path.resolve(options.cwd ?? '.');
  const settings = await loadSettings(options, cwd);
  const loading = loadParser(settings.parser);
  const paths = options.folder === undefined ? [] : [options.folder];
  const { batches } = await readWanted({ ...options, paths }, settings, cwd);
  const histories = batches.filter(({ complete }) => complete);
  const [history, second] = histories;
  const folder = history?.result.folder;
  if (history === undefined || folder === undefined)
    throw new PgairlockError('usage', 'There is no folder of migrations. Name it with --folder, or in the config.');
  if (second !== undefined) {
    const folders = histories.map(({ result }) => result.folder).join(', ');
    throw new PgairlockError('usage', `There are several folders of migrations: ${folders}. Name one with --folder.`);
  }
  return {
    cwd,
    settings,
    project: toProject(history, settings),
    folder,
    parser: await loading,
    judged: history.judged,
  };
}
