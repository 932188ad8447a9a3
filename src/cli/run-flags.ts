import type { Command } from 'commander';
import type { RunEvent } from '../app/run/run-event.js';
import type { RunOptions } from '../app/run/run-options.js';
import { addColorFlags, addFolderFlags, type ColorFlags, type FolderFlags } from './common-flags.js';
import type { Io } from './io.js';

/** Options that every command on a database has. */
export interface RunFlags extends FolderFlags, ColorFlags {
  readonly databaseUrl?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export const addRunFlags = (command: Command): Command => {
  command.option('-d, --database-url <url>', 'postgres://…, pglite:./folder or pglite:memory (default: DATABASE_URL)');
  addFolderFlags(command).option('--json', 'print one JSON document instead of text').option('--verbose', 'say more');
  return addColorFlags(command);
};

export const toRunOptions = (
  { databaseUrl, folder, config }: RunFlags,
  io: Io,
  onEvent?: (event: RunEvent) => void,
): RunOptions => ({
  cwd: io.cwd,
  env: io.env,
  databaseUrl,
  folder,
  configFile: config,
  onEvent,
});

/** The JSON document of a command: the contract's `schema` number, the command, its result. */
export const writeJson = (command: string, result: object, { stdout }: Io): void => {
  stdout.write(`${JSON.stringify({ schema: 1, command, ...result }, undefined, 2)}\n`);
};
