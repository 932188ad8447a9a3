import { Command } from 'commander';
import type { RepairAction } from '../../runner/repair/repair-action.js';
import { exitStatus } from '../exit-status.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

type Ids = readonly string[];

interface RepairFlags extends RunFlags {
  readonly applied?: Ids;
  readonly rolledBack?: Ids;
  readonly accept?: Ids;
  readonly remove?: Ids;
  readonly statementDone?: Ids;
  readonly statementNotDone?: Ids;
  readonly dropIndex?: Ids;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  pgairlock repair                                               what is damaged, and what there is to choose from
  pgairlock repair --accept 0003_books --reason "only a comment"
  pgairlock repair --rolled-back 0007_loans --reason "dropped the index by hand"

Without an action it only looks. What is done is recorded with its reason, all of it or nothing; no migration is run.

Exit status:
  0  nothing needs a person any more
  1  something does, or an action was refused
  2  wrong usage, or no connection`;

export const repairCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('repair')
      .summary('set a damaged history right')
      .description(
        'Says what is damaged in the history and sets it right as you decide: half-run, edited and failed ones.',
      )
      .option('--applied <ids...>', 'half-run: you completed it by hand')
      .option('--rolled-back <ids...>', 'half-run: you undid by hand what it had done')
      .option('--accept <ids...>', 'edited: the file is right as it is now')
      .option('--remove <ids...>', 'failed: forget that it was tried')
      .option('--statement-done <ids...>', 'cut off: that statement took effect')
      .option('--statement-not-done <ids...>', 'cut off: that statement took no effect')
      .option('--drop-index <names...>', 'an invalid index, with its schema')
      .option('-r, --reason <text>', 'why; kept in the history')
      .option('--dry-run', 'say what would be done, and change nothing'),
  )
    .addHelpText('after', examples)
    .action(async ({ reason, dryRun, ...flags }: RepairFlags) => {
      const { repair } = await import('../../app/run/repair.js');
      const result = await repair({ ...toRunOptions(flags, io), actions: toActions(flags), reason, dryRun });
      if (flags.json) writeJson('repair', result, io);
      else {
        const { renderRepair } = await import('../render-repair.js');
        io.stdout.write(renderRepair(result, { color: usesColor(io, flags.color) }));
      }
      if (result.findings.length > 0 || result.refusals.length > 0) outcome.status = exitStatus.refused;
    });

function toActions(flags: Omit<RepairFlags, 'reason' | 'dryRun'>): readonly RepairAction[] {
  const each = (ids: Ids | undefined, toAction: (migration: string) => RepairAction): readonly RepairAction[] =>
    (ids ?? []).map(toAction);
  return [
    ...each(flags.applied, (migration) => ({ kind: 'mark-applied', migration })),
    ...each(flags.rolledBack, (migration) => ({ kind: 'mark-rolled-back', migration })),
    ...each(flags.accept, (migration) => ({ kind: 'accept-checksum', migration })),
    ...each(flags.remove, (migration) => ({ kind: 'remove', migration })),
    ...each(flags.statementDone, (migration) => ({ kind: 'mark-statement', migration, done: true })),
    ...each(flags.statementNotDone, (migration) => ({ kind: 'mark-statement', migration, done: false })),
    ...each(flags.dropIndex, (index) => ({ kind: 'drop-index', index })),
  ];
}
