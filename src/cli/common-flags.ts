import type { Command } from 'commander';

export interface ConfigFlags {
  /** `false`: no file, not even one that would be found. */
  readonly config?: string | false;
}

export const addConfigFlags = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'config file (default: searched upward)')
    .option('--no-config', 'use no config file');

export interface FolderFlags extends ConfigFlags {
  readonly folder?: string;
}

/** Those of a command on the migrations of one folder. */
export const addFolderFlags = (command: Command): Command =>
  addConfigFlags(
    command.option('--folder <folder>', 'the migrations folder (default: that of the config, else detected)'),
  );

export interface ColorFlags {
  /** Absent: as the terminal is. */
  readonly color?: boolean;
}

export const addColorFlags = (command: Command): Command =>
  command.option('--color', 'colours, whatever the terminal is').option('--no-color', 'no colours');
