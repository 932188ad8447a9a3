import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type VerifyOptions, type VerifyPart, verifyParts } from '../../app/verify/verify-options.js';
import type { ConfigFile } from '../../config/schema.js';
import { type ServerVersion, serverVersions } from '../../core/server.js';
import { presetNames } from '../../engine/rule.js';
import { addColorFlags, addConfigFlags, type ColorFlags, type ConfigFlags } from '../common-flags.js';
import { afterVerify } from '../follow-ups.js';
import type { Io, Outcome } from '../io.js';
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
import { verifyProgress } from '../verify-progress.js';

interface VerifyFlags extends ConfigFlags, ColorFlags, JudgingFlags, BaselineFlags {
  readonly databaseUrl?: string;
  readonly postgres?: ServerVersion;
  readonly only?: readonly VerifyPart[];
  readonly generated?: boolean;
  readonly rows: boolean;
  readonly timeout?: number;
  readonly cache: boolean | string;
  readonly preset?: NonNullable<ConfigFile['preset']>;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const examples = `
Examples:
  pgairlock verify                              the whole history, on an embedded PostgreSQL
  pgairlock verify --since origin/main          what a branch changed, after everything before it
  pgairlock verify --postgres 15                on a server that is started for this run
  pgairlock verify -d postgres://localhost/dev  in a database of its own on that server
  pgairlock verify --only down --generated      do the downs undo their ups, also those that would be generated
  pgairlock verify --write-baseline             what is found now stays quiet from here on

The history is replayed from an empty database; each judged statement is measured and each down is proved on the way.
Nothing that is there already is changed: a scratch database is made and removed again.

Exit status:
  0  nothing at error level
  1  findings at error level, or more warnings than --max-warnings
  2  wrong usage, a config that cannot be used, input that cannot be read, or no server`;

export function verifyCommand(io: Io, outcome: Outcome): Command {
  const command = new Command('verify')
    .summary('run migrations and their downs on a scratch database')
    .description('Runs the history on a real PostgreSQL, measures what each statement does, and proves each down.')
    .argument('[paths...]', 'files, folders or globs to judge (default: the migrations folder)')
    .option('-d, --database-url <url>', 'make the scratch database on this server (default: embedded)')
    .option('--postgres <version>', 'start a server of this major version, of programs that are installed', toVersion)
    .option('--only <part>', 'replay, measure or down; repeatable (default: all)', toParts)
    .option('--generated', 'prove a generated down where none is written')
    .option('--no-rows', 'leave the tables empty')
    .option('--timeout <seconds>', 'end a statement that runs longer (default: 60)', toSeconds)
    .option('--no-cache', 'do not use or keep what was verified');
  const given = addTargetFlags(command);
  addConfigFlags(command).addOption(new Option('--preset <name>', 'levels to start from').choices(presetNames));
  addJudgingFlags(command, 'judge');
  addBaselineFlags(command);
  command
    .option('--json', 'print one JSON document with all that was measured')
    .option('--verbose', 'say on standard error how long everything took');
  return addColorFlags(command)
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], flags: VerifyFlags) => {
      const targets = given();
      checkFormats(targets);
      checkOutputs(targets, io.cwd);
      const progress = verifyProgress(io, flags);
      const options = { ...toOptions(paths, flags, io), onEvent: progress.onEvent };
      if (flags.writeBaseline !== undefined) return writeBaseline(io, options, flags).finally(progress.end);
      const { runVerify } = await import('../../app/verify/verify.js');
      const run = await runVerify(options).finally(progress.end);
      if (flags.json) io.stdout.write((await import('../verify-json.js')).verifyJson(run, io.cwd));
      else await writeReport(run.report, targets, io, { ...flags, followUps: afterVerify(paths, flags) });
      outcome.status = statusFor(run.report, flags.maxWarnings ?? run.maxWarnings);
    });
}

async function writeBaseline(io: Io, options: VerifyOptions, flags: VerifyFlags): Promise<void> {
  const { newVerifyBaseline } = await import('../../app/verify/new-verify-baseline.js');
  await printBaseline(io, flags, (target) => newVerifyBaseline(options, target));
}

function toOptions(paths: readonly string[], flags: VerifyFlags, io: Io): VerifyOptions {
  const { databaseUrl, postgres, only, generated, rows, timeout, config, preset } = flags;
  return {
    cwd: io.cwd,
    env: io.env,
    paths,
    databaseUrl,
    postgres,
    only,
    generated,
    rows,
    statementTimeout: timeout,
    cache: flags.cache ? cacheFolder(io) : false,
    configFile: config,
    config: preset === undefined ? undefined : { preset },
    changes: toChanges(flags),
    baseline: toBaseline(flags),
    process: io.process,
  };
}

/** Beside the packages of the project, where there are any; else where the system keeps caches. */
function cacheFolder({ cwd, env }: Io): string {
  const packages = path.join(cwd, 'node_modules');
  if (existsSync(packages)) return path.join(packages, '.cache', 'pgairlock');
  const base = env.XDG_CACHE_HOME ?? env.LOCALAPPDATA ?? path.join(homedir(), '.cache');
  return path.join(base, 'pgairlock');
}

const startable = serverVersions.filter((version) => version >= 14);

function toVersion(value: string): ServerVersion {
  const version = startable.find((known) => String(known) === value);
  if (version === undefined) throw new InvalidArgumentError('Expected a major version from 14 to 18.');
  return version;
}

function toParts(value: string, before: readonly VerifyPart[] = []): readonly VerifyPart[] {
  const part = verifyParts.find((known) => known === value);
  if (part === undefined) throw new InvalidArgumentError('Expected replay, measure or down.');
  return [...before, part];
}

function toSeconds(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0)) throw new InvalidArgumentError('Expected a number of seconds above 0.');
  return seconds * 1000;
}
