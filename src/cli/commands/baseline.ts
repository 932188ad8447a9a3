import { Command } from 'commander';
import { type FromFlag, toSource, toTool } from '../adoption-flags.js';
import { exitStatus } from '../exit-status.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';

interface BaselineFlags extends RunFlags {
  readonly all?: boolean;
  readonly from?: FromFlag;
  readonly table?: string;
  readonly acceptEdited?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  pgairlock baseline 0042_loans --dry-run    the database has everything up to 0042_loans
  pgairlock baseline --all                   the database has every migration of the folder
  pgairlock baseline --from flyway           what Flyway's table says is applied
  pgairlock baseline --from                  the tool that the folder is of

Runs no SQL. With --from, migrations that the tool failed on are not taken, and where it keeps checksums the files must
be what it ran. This is the baseline of a database; known findings of lint have one of their own, see
\`pgairlock lint --write-baseline\`.

Exit status:
  0  recorded, or nothing to record
  1  refused: edited files, missing dependencies, half-run migrations, or another runner is at work
  2  wrong usage, or no connection`;

export const baselineCommand = (io: Io, outcome: Outcome): Command =>
  addRunFlags(
    new Command('baseline')
      .summary('record as applied what a database already has')
      .description(
        'Records migrations as applied without running them, for a database that has them from before pgairlock.',
      )
      .argument('[id]', 'the last migration that the database has: its id, version or name')
      .option('--all', 'every migration of the folder')
      .option('--from [tool]', 'what the records of another tool say', toTool)
      .option('--table <table>', "where that tool keeps its records, if not in its usual table: 'schema.table'")
      .option('--accept-edited', 'take files as they are, where they are not what the tool ran')
      .option('-r, --reason <text>', 'why they count as applied; kept in the history')
      .option('--dry-run', 'say what would be recorded, and change nothing'),
  )
    .addHelpText('after', examples)
    .action(async (through: string | undefined, { from, table, ...flags }: BaselineFlags) => {
      const { baseline } = await import('../../app/run/baseline.js');
      const { all, acceptEdited, reason, dryRun } = flags;
      const source = toSource(from, table);
      const chosen = { through, all, from: source, acceptEdited, reason, dryRun };
      const result = await baseline({ ...toRunOptions(flags, io), ...chosen });
      if (flags.json) writeJson('baseline', result, io);
      else {
        const { renderAdoption } = await import('../render-adoption.js');
        io.stdout.write(renderAdoption(result, { color: usesColor(io, flags.color) }));
      }
      if (result.refusals.length > 0) outcome.status = exitStatus.refused;
    });
