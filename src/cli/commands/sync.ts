import { Command } from 'commander';
import { type FromFlag, toSource, toTool } from '../adoption-flags.js';
import { exitStatus } from '../exit-status.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

interface SyncFlags extends RunFlags {
  readonly from?: FromFlag;
  readonly table?: string;
  readonly acceptEdited?: boolean;
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  pgairlock sync --dry-run       what differs between our history and the records of other tools
  pgairlock sync                 make them agree: what either has applied is applied
  pgairlock sync --from dbmate   with the records of this tool

Read are the records of the Supabase CLI, and of the tool that the folder is of. What only pgairlock has applied is
written for the Supabase CLI too; the records of other tools are read only. No migration is run.

Exit status:
  0  all records agree, or would after the dry run's plan
  1  something needs a person: a file that is not what was run, a missing dependency, or another runner is at work
  2  wrong usage, or no connection`;

export const syncCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('sync')
      .summary('reconcile the history with the records of other tools')
      .description(
        'Compares the history with the records of other migration tools in the database, and reconciles them.',
      )
      .option('--from [tool]', 'the tool whose records are read', toTool)
      .option('--table <table>', "where that tool keeps its records, if not in its usual table: 'schema.table'")
      .option('--accept-edited', 'take files as they are, where they are not what the tool ran')
      .option('--dry-run', 'show what would be recorded, and change nothing'),
  )
    .addHelpText('after', examples)
    .action(async ({ from, table, acceptEdited, dryRun, ...flags }: SyncFlags) => {
      const { sync } = await import('../../app/run/sync.js');
      const result = await sync({ ...toRunOptions(flags, io), from: toSource(from, table), acceptEdited, dryRun });
      if (flags.json) writeJson('sync', result, io);
      else {
        const { renderSync } = await import('../render-adoption.js');
        io.stdout.write(renderSync(result, { color: usesColor(io, flags.color) }));
      }
      if (result.refusals.length > 0) outcome.status = exitStatus.refused;
    });
