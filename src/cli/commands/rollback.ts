import { Command, Option } from 'commander';
import type { RollbackOptions } from '../../app/run/rollback.js';
import { type ActFlags, actExitStatuses, addActFlags, finishAct, toActOptions, toCount } from '../act-flags.js';
import type { Io, Outcome } from '../io.js';

const downExamples = `
Examples:
  pgairlock down                     the migration that was applied last
  pgairlock down --steps 3           the last three, latest first
  pgairlock down --to 0004_members   everything that was applied after 0004_members
  pgairlock down --dry-run           what would be run

Data that a down drops is lost; the backup that is made before has it.
${actExitStatuses}`;

interface DownFlags extends ActFlags {
  readonly steps?: number;
  readonly to?: string;
}

export const downCommand = (io: Io, outcome: Outcome): Command =>
  addActFlags(
    new Command('down')
      .summary('undo what was applied last')
      .description('Rolls back by the downs of the migrations, latest first.')
      .option('--steps <number>', 'undo so many (default: 1)', toCount)
      .addOption(new Option('--to <id>', 'undo everything that was applied after this one').conflicts('steps')),
  )
    .addHelpText('after', downExamples)
    .action(async (flags: DownFlags) => {
      const { to, steps = 1 } = flags;
      await run('down', to === undefined ? { steps } : { to }, flags, io, outcome);
    });

const rollbackExamples = `
Examples:
  pgairlock rollback 0005_loans             one migration, wherever it stands
  pgairlock rollback 0005_loans --cascade   those that depend on it first, then it
  pgairlock rollback 0005_loans --dry-run   what would be run

Refused while applied migrations depend on it. Data that a down drops is lost; the backup that is made before has it.
${actExitStatuses}`;

interface RollbackFlags extends ActFlags {
  readonly cascade?: boolean;
}

export const rollbackCommand = (io: Io, outcome: Outcome): Command =>
  addActFlags(
    new Command('rollback')
      .summary('undo one migration')
      .description('Rolls one migration back by its down.')
      .argument('<id>', 'the migration: an id, a version or a name')
      .option('--cascade', 'undo first what depends on it'),
  )
    .addHelpText('after', rollbackExamples)
    .action(async (id: string, flags: RollbackFlags) =>
      run('rollback', { id, cascade: flags.cascade }, flags, io, outcome),
    );

async function run(
  command: string,
  selection: RollbackOptions['selection'],
  flags: ActFlags,
  io: Io,
  outcome: Outcome,
): Promise<void> {
  const { rollback } = await import('../../app/run/rollback.js');
  await finishAct(command, await rollback({ ...toActOptions(flags, io), selection }), flags, io, outcome);
}
