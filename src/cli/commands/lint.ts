import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { LintOptions } from '../../app/lint-options.js';
import type { ConfigFile } from '../../config/schema.js';
import { counted } from '../../core/counted.js';
import { PgairlockError } from '../../core/error.js';
import type { Report } from '../../core/report.js';
import { serverVersions } from '../../core/server.js';
import { presetNames } from '../../engine/rule.js';
import { addColorFlags, addConfigFlags, type ColorFlags, type ConfigFlags } from '../common-flags.js';
import { afterLint } from '../follow-ups.js';
import { type Io, type Outcome, readAll } from '../io.js';
import {
  addBaselineFlags,
  addJudgingFlags,
  addTargetFlags,
  type BaselineFlags,
  type JudgingFlags,
  printBaseline,
  statusFor,
  toBaseline,
  toChanges,
} from '../report-flags.js';
import { checkFormats, checkOutputs, writeReport } from '../targets.js';

interface LintFlags extends ConfigFlags, ColorFlags, JudgingFlags, BaselineFlags {
  readonly preset?: NonNullable<ConfigFile['preset']>;
  readonly rule?: NonNullable<ConfigFile['rules']>;
  readonly postgres?: NonNullable<ConfigFile['postgres']>;
  readonly stdinFilename?: string;
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

const examples = `
Examples:
  pgairlock lint                                   the migrations of this project
  pgairlock lint supabase/migrations/2026*.sql     findings for these files only
  pgairlock lint --format sarif --output out.sarif a report for a code host
  cat draft.sql | pgairlock lint -                 SQL that is in no file yet
  pgairlock lint --since origin/main               findings for what a branch changed

What is before a named file in its migrations folder is replayed, so that old types and new tables are known.
A file that is in no migrations folder is judged alone.

Exit status:
  0  nothing at error level
  1  findings at error level, or more warnings than --max-warnings
  2  wrong usage, a config that cannot be used, or input that cannot be read`;

export function lintCommand(io: Io, outcome: Outcome): Command {
  const command = new Command('lint')
    .alias('validate')
    .summary('check migrations before they are applied')
    .description('Checks SQL migrations by replaying their history. No database is needed.')
    .argument('[paths...]', 'files, folders, globs, or - for standard input (default: the migrations folder)');
  const given = addTargetFlags(command);
  addConfigFlags(command)
    .addOption(new Option('--preset <name>', 'rules to start from').choices(presetNames))
    .option('--rule <id=level>', 'off, info, warning or error for one rule; repeatable', toRules)
    .option('--postgres <version>', 'major version of the server, 12 to 18', toServerVersion);
  addJudgingFlags(command, 'report on');
  addBaselineFlags(command, ['fix']);
  command
    .option('--fix', 'rewrite the files where a finding has a safe fix')
    .addOption(
      new Option('--fix-dry-run', 'print what --fix would change, as a unified diff, and exit').conflicts([
        'fix',
        'format',
      ]),
    )
    .option('--stdin-filename <file>', 'the file that standard input stands for')
    .option('-q, --quiet', 'report errors only')
    .option('--verbose', 'say how long each phase took');
  return addColorFlags(command)
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], flags: LintFlags) => {
      const targets = given();
      checkFormats(targets);
      checkOutputs(targets, io.cwd);
      if (flags.fixDryRun) return printFixes(paths, flags, io);
      if (flags.writeBaseline !== undefined) return writeBaseline(paths, flags, io);
      const run = await runWith(
        paths,
        flags,
        io,
        targets.some(({ format }) => format === 'html'),
      );
      const report = flags.quiet ? errorsOnly(run.report) : run.report;
      await writeReport(report, targets, io, { ...flags, followUps: afterLint(paths, flags) });
      if (flags.verbose) io.stderr.write(`${describeTiming(run.timing)}\n`);
      outcome.status = statusFor(run.report, flags.maxWarnings ?? run.maxWarnings);
    });
}

async function toOptions(paths: readonly string[], flags: LintFlags, io: Io): Promise<LintOptions> {
  return {
    cwd: io.cwd,
    paths: paths.filter((path) => path !== '-'),
    stdin: await readStdin(paths, flags, io),
    configFile: flags.config,
    config: overrides(flags),
    changes: toChanges(flags),
    baseline: toBaseline(flags),
  };
}

async function writeBaseline(paths: readonly string[], flags: LintFlags, io: Io): Promise<void> {
  const { newBaseline } = await import('../../app/new-baseline.js');
  const options = await toOptions(paths, flags, io);
  await printBaseline(io, flags, (target) => newBaseline(options, target));
}

/** For a person to read, or for `patch`. Nothing to fix prints nothing. */
async function printFixes(paths: readonly string[], flags: LintFlags, io: Io): Promise<void> {
  const { fixMigrations } = await import('../../app/fix.js');
  const { diff } = await fixMigrations(await toOptions(paths, flags, io));
  io.stdout.write(diff);
}

async function runWith(paths: readonly string[], flags: LintFlags, io: Io, trace: boolean) {
  const { runLint } = await import('../../app/lint.js');
  const options = { ...(await toOptions(paths, flags, io)), trace };
  if (!flags.fix) return runLint(options);
  if (options.stdin !== undefined)
    throw new PgairlockError('usage', '--fix rewrites files: standard input has none to rewrite.');
  const { fixMigrations } = await import('../../app/fix.js');
  const run = await fixMigrations(options);
  for (const [file, text] of run.fixed) await writeFile(file, text);
  if (run.fixed.size > 0)
    io.stderr.write(describeFixes(run.fixed.size, paths.length > 0 || options.changes !== undefined));
  return run;
}

/** @param chosen somebody said which files to look at */
function describeFixes(files: number, chosen: boolean): string {
  const hint = 'What a database has applied stays as it was there: --since <ref> fixes only what a branch changed.';
  return `Fixed ${counted(files, 'file')}.${chosen ? '' : ` ${hint}`}\n`;
}

/** Only what was given, so that the config file decides the rest. */
const overrides = ({ preset, rule, postgres }: LintFlags): ConfigFile => ({
  ...(preset === undefined ? {} : { preset }),
  ...(rule === undefined ? {} : { rules: rule }),
  ...(postgres === undefined ? {} : { postgres }),
});

async function readStdin(paths: readonly string[], { stdinFilename }: LintFlags, { stdin }: Io) {
  if (paths.includes('-')) return { text: await readSql(stdin), filename: stdinFilename };
  if (stdinFilename === undefined) return undefined;
  throw new PgairlockError('usage', '--stdin-filename needs - among the paths.');
}

async function readSql(stdin: Io['stdin']): Promise<string> {
  const { decode } = await import('../../sources/decode.js');
  const { text, problem } = decode(await readAll(stdin));
  if (problem === undefined) return text;
  throw new PgairlockError('input-unreadable', `Standard input cannot be read as SQL. ${problem}`);
}

const errorsOnly = (report: Report): Report => ({
  ...report,
  files: report.files.map((file) => ({ ...file, findings: file.findings.filter(isError) })),
  project: report.project.filter(isError),
});

const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error';

const describeTiming = (timing: Readonly<Record<string, number>>): string =>
  Object.entries(timing)
    .map(([phase, milliseconds]) => `${phase} ${milliseconds.toFixed(0)} ms`)
    .join(', ');

function toRules(value: string, before: LintFlags['rule'] = {}): NonNullable<LintFlags['rule']> {
  const [, id, level] = /^([^=]+)=(off|info|warning|error)$/.exec(value) ?? [];
  if (id === undefined) throw new InvalidArgumentError('Expected id=off, id=info, id=warning or id=error.');
  return { ...before, [id]: toLevel(level) };
}

const toLevel = (level: string | undefined) =>
  level === 'off' || level === 'info' || level === 'warning' ? level : 'error';

function toServerVersion(value: string): NonNullable<LintFlags['postgres']> {
  const version = serverVersions.find((known) => String(known) === value);
  if (version === undefined) throw new InvalidArgumentError('Expected a major version from 12 to 18.');
  return version;
}
