import { Command } from 'commander';
import {
  type ActFlags,
  actExitStatuses,
  addActFlags,
  addForceFlags,
  type ForceFlags,
  finishAct,
  toActOptions,
  toCount,
  toForce,
} from '../act-flags.js';
import type { Io, Outcome } from '../io.js';

interface UpFlags extends ActFlags, ForceFlags {
  readonly steps?: number;
  readonly outOfOrder?: boolean;
  readonly allowMissing?: true | readonly string[];
}

const examples = `
Examples:
  pgairlock up                              everything that is pending
  pgairlock up 0007_loans                   up to that one and with it
  pgairlock up --steps 1                    the next one
  pgairlock up --dry-run                    the plan: every statement, transaction and lock
  pgairlock up --force --reason "table is empty in production"

First the pending files are checked; where one must not be applied, none is. Then the database is locked against other
runners and backed up. A file runs in one transaction with its record in the history, unless it holds a statement that
cannot, such as CREATE INDEX CONCURRENTLY: then each statement is recorded when it is done, and --resume goes on after it.
${actExitStatuses}`;

/** `up`, and by another name its dry run. */
const command = (name: string, io: Io, outcome: Outcome, planOnly: boolean): Command =>
  addActFlags(
    addForceFlags(
      new Command(name)
        .argument('[target]', 'the last migration to apply: an id, a version or a name (default: all)')
        .option('--steps <number>', 'apply at most so many', toCount)
        .option('--out-of-order', 'apply also what stands before an applied migration')
        .option('--allow-missing [ids...]', 'applied migrations may have no file: all, or these'),
    ),
  ).action(async (target: string | undefined, flags: UpFlags) => {
    const { up } = await import('../../app/run/up.js');
    const { steps, outOfOrder, allowMissing, dryRun } = flags;
    const force = toForce(flags);
    const options = { ...toActOptions(flags, io), target, steps, outOfOrder, allowMissing, force };
    const result = await up({ ...options, dryRun: planOnly || dryRun });
    await finishAct(name, result, flags, io, outcome);
  });

export const upCommand = (io: Io, outcome: Outcome): Command =>
  command('up', io, outcome, false)
    .alias('migrate')
    .summary('apply what is pending')
    .description('Checks what is pending, backs the database up, and applies it.')
    .addHelpText('after', examples);

export const planCommand = (io: Io, outcome: Outcome): Command =>
  command('plan', io, outcome, true)
    .summary('show what `up` would do')
    .description('Shows what `up` would do, statement by statement, with transactions and locks. Changes nothing.')
    .addHelpText('after', actExitStatuses);
