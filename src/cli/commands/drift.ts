import { Command } from 'commander';
import type { DriftOptions } from '../../app/drift/drift.js';
import { PgairlockError } from '../../core/error.js';
import { summarize } from '../../core/report.js';
import { exitStatus } from '../exit-status.js';
import { type Io, type Outcome, usesColor } from '../io.js';
import { addTargetFlags } from '../report-flags.js';
import { addRunFlags, type RunFlags, toRunOptions, writeJson } from '../run-flags.js';
import { checkFormats, checkOutputs, writeReport } from '../targets.js';

interface DriftFlags extends RunFlags {
  readonly dump?: string;
  readonly all?: boolean;
  readonly ignore?: readonly string[];
  readonly enable?: readonly string[];
}

const examples = `
Examples:
  pgairlock drift                             the database of DATABASE_URL or of the config
  pgairlock drift --dump schema.sql           what pg_dump --schema-only wrote
  pgairlock drift --ignore 'public.visits_*'  without partitions that a job makes
  pgairlock drift --format sarif --output drift.sarif

The applied migrations are replayed on a PostgreSQL in memory, and both schemas are compared. Reads only. Owners that the
migrations do not name, versions of extensions, the history, and on Supabase the platform's own objects do not count.

Exit status:
  0  no drift
  1  there is drift
  2  wrong usage, no connection, or a package is missing`;

export function driftCommand(io: Io, outcome: Outcome): Command {
  const command = new Command('drift')
    .summary('compare a database with its migrations')
    .description('Shows what in a database is not as its migrations make it, and the SQL that would put it right.')
    .option('--dump <file>', 'an SQL file of pg_dump instead of a database')
    .option('--all', 'compare with all migrations, also with those that are not applied')
    .option('--ignore <names...>', 'objects to leave out, as public.visits_*')
    .option('--enable <extensions...>', 'Supabase: extensions that are enabled elsewhere than in the migrations');
  const given = addTargetFlags(command, 'text');
  return addRunFlags(command)
    .addHelpText('after', examples)
    .action(async (flags: DriftFlags) => {
      const targets = given();
      checkFormats(targets);
      checkOutputs(targets, io.cwd);
      if (flags.json && targets.length > 0)
        throw new PgairlockError('usage', '--json prints one document of its own: leave --format and --output out.');
      const { drift } = await import('../../app/drift/drift.js');
      const result = await drift(toOptions(flags, io));
      if (summarize(result.report).errors > 0) outcome.status = exitStatus.refused;
      if (flags.json) return writeJson('drift', (await import('../drift-json.js')).driftJson(result), io);
      if (targets.length > 0) return writeReport(result.report, targets, io, { color: flags.color });
      const { renderDrift } = await import('../render-drift.js');
      io.stdout.write(renderDrift(result, usesColor(io, flags.color)));
    });
}

const toOptions = ({ dump, all, ignore, enable, ...flags }: DriftFlags, io: Io): DriftOptions => ({
  ...toRunOptions(flags, io),
  dump,
  all,
  ignore,
  enabled: enable,
});
