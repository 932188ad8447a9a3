import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ActOptions, ForceOptions } from '../app/run/act-options.js';
import type { ActResult } from '../app/run/act-result.js';
import { PgairlockError } from '../core/error.js';
import { actJson } from './act-json.js';
import { confirmAt } from './confirm.js';
import { exitStatus } from './exit-status.js';
import { stoppable } from './interrupts.js';
import { type Io, type Outcome, usesColor, widthOf } from './io.js';
import { createProgress } from './progress.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from './run-flags.js';

/** Options that every command has that changes a database. */
export interface ActFlags extends RunFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly skipBackup?: boolean;
  readonly resume?: boolean;
  readonly lockTimeout?: number;
  readonly statementTimeout?: number;
  readonly wait?: number;
}

export interface ForceFlags {
  readonly force?: boolean;
  readonly reason?: string;
}

export const addActFlags = (command: Command): Command =>
  addRunFlags(
    command
      .option('--dry-run', 'show what would be done, and change nothing')
      .option('-y, --yes', 'ask nothing')
      .option('--skip-backup', 'make no backup')
      .option('--resume', 'go on where an earlier attempt broke off half-way')
      .option('--lock-timeout <ms>', 'how long a statement waits for a lock (default: 2000)', toMilliseconds)
      .option(
        '--statement-timeout <ms>',
        'how long a statement may take (default: as the server has it)',
        toMilliseconds,
      )
      .option('--wait <ms>', 'how long to wait for another runner (default: 10000)', toMilliseconds),
  );

export const addForceFlags = (command: Command): Command =>
  command
    .option('--force', 'apply files in spite of findings at error level; needs --reason')
    .addOption(new Option('--reason <text>', 'why it is forced; it is recorded'));

export function toActOptions(flags: ActFlags, io: Io): ActOptions {
  const { dryRun, skipBackup, resume, lockTimeout, statementTimeout, wait, json } = flags;
  const onEvent = json ? undefined : createProgress(io, flags);
  return {
    ...toRunOptions(flags, io, onEvent),
    dryRun,
    skipBackup,
    resume,
    lockTimeout,
    statementTimeout,
    wait,
    confirm: confirmAt(io, flags),
    stoppable,
  };
}

/** @throws PgairlockError `usage` for one without the other */
export function toForce({ force, reason }: ForceFlags): ForceOptions['force'] {
  const given = reason?.trim() ?? '';
  if (force && given === '') throw new PgairlockError('usage', '--force needs --reason "…", which is recorded.');
  if (!force && reason !== undefined) throw new PgairlockError('usage', '--reason says why --force; give both.');
  return force ? { reason: given } : undefined;
}

/** Prints the end of a run, and sets the exit status. */
export async function finishAct(
  command: string,
  result: ActResult,
  { json, color }: ActFlags,
  io: Io,
  outcome: Outcome,
): Promise<void> {
  outcome.status = statuses[result.outcome];
  if (json) {
    writeJson(command, actJson(result, io.cwd), io);
    return;
  }
  const { renderAct } = await import('./render-act.js');
  io.stdout.write(renderAct(result, { color: usesColor(io, color), width: widthOf(io), cwd: io.cwd }));
}

const statuses: Readonly<Record<ActResult['outcome'], number>> = {
  done: exitStatus.clean,
  'nothing-to-do': exitStatus.clean,
  planned: exitStatus.clean,
  refused: exitStatus.refused,
  failed: exitStatus.failed,
};

export const actExitStatuses = `
Exit status:
  0  done, or nothing to do
  1  refused, and nothing was changed: findings, an edited file, another runner, not confirmed, …
  2  a statement failed, or wrong usage, or no connection, or no backup`;

export function toCount(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError('Expected a number from 1.');
  return Number(value);
}

function toMilliseconds(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Expected milliseconds.');
  return Number(value);
}
