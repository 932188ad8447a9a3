import { Command } from 'commander';
import {
  type ActFlags,
  actExitStatuses,
  addActFlags,
  addForceFlags,
  type ForceFlags,
  finishAct,
  toActOptions,
  toForce,
} from '../act-flags.js';
import type { Io, Outcome } from '../io.js';

export const redoCommand = (io: Io, outcome: Outcome): Command =>
  addActFlags(
    addForceFlags(
      new Command('redo')
        .summary('undo the last migration and apply it again')
        .description('Rolls back the migration that was applied last, and applies it again.'),
    ),
  )
    .addHelpText('after', actExitStatuses)
    .action(async (flags: ActFlags & ForceFlags) => {
      const { redo } = await import('../../app/run/redo.js');
      const result = await redo({ ...toActOptions(flags, io), force: toForce(flags) });
      await finishAct('redo', result, flags, io, outcome);
    });
