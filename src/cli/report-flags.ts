import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BaselineUpdate } from '../app/baseline-file.js';
import type { LintOptions } from '../app/lint-options.js';
import { counted } from '../core/counted.js';
import { type Report, summarize } from '../core/report.js';
import { exitStatus } from './exit-status.js';
import type { Io } from './io.js';
import { addFormat, addOutput, formatNames, type Target } from './targets.js';

/**
 * Adds `--format` and `--output`. Ask what was given once the command line is read.
 * @param fallback what is printed without them
 */
export function addTargetFlags(command: Command, fallback = 'pretty'): () => readonly Target[] {
  let targets: readonly Target[] = [];
  command
    .option('-f, --format <format>', `${formatNames.join(', ')}; repeatable (default: ${fallback})`, (name) => {
      targets = addFormat(targets, name);
    })
    .option('-o, --output <file>', 'write the format beside it to a file; repeatable', (file) => {
      targets = addOutput(targets, file);
    });
  return () => targets;
}

/** Options of the commands that judge migrations. */
export interface JudgingFlags {
  readonly all?: boolean;
  readonly maxWarnings?: number;
  readonly since?: string;
  readonly staged?: boolean;
  readonly changed?: boolean;
}

/** Options about the baseline. `baseline` is true where none of them is given. */
export interface BaselineFlags {
  readonly baseline: boolean | string;
  readonly writeBaseline?: true | string;
}

/** @param conflicts options that change files themselves */
export const addBaselineFlags = (command: Command, conflicts: readonly string[] = []): Command =>
  command
    .option('--baseline <file>', 'known findings that stay quiet (default: pgairlock-baseline.json)')
    .option('--no-baseline', 'use no baseline')
    .addOption(
      new Option('--write-baseline [file]', 'write what is found now to the baseline and exit').conflicts([
        ...conflicts,
      ]),
    );

/** As the use cases take it; absent: the one that is found. */
export const toBaseline = ({ baseline }: BaselineFlags): LintOptions['baseline'] =>
  baseline === true ? undefined : baseline;

/** Makes what `--write-baseline` asks for, writes it and says what it was. */
export async function printBaseline(
  io: Io,
  { writeBaseline }: BaselineFlags,
  make: (target: string | undefined) => Promise<BaselineUpdate>,
): Promise<void> {
  const { file, text, findings, files } = await make(writeBaseline === true ? undefined : writeBaseline);
  await writeFile(file, text);
  const [known, where] = [counted(findings, 'known finding'), counted(files, 'file')];
  io.stdout.write(`Wrote ${relative(io.cwd, file)}: ${known} in ${where}.\n`);
}

/** @param verb what the command does with what changed: `report on` */
export const addJudgingFlags = (command: Command, verb: string): Command =>
  command
    .option('--all', 'print every finding in full; of many, those of older files are only counted')
    .option('--max-warnings <number>', 'exit with 1 above this number of warnings', toLimit)
    .addOption(new Option('--since <ref>', `${verb} what changed since the branch left a git ref`))
    .addOption(new Option('--staged', `${verb} what is staged in git`).conflicts('since'))
    .addOption(new Option('--changed', `${verb} what is not committed to git`).conflicts(['since', 'staged']));

export function toChanges({ since, staged, changed }: JudgingFlags): LintOptions['changes'] {
  if (since !== undefined) return { kind: 'since', ref: since };
  if (staged) return { kind: 'staged' };
  return changed ? { kind: 'changed' } : undefined;
}

export function statusFor(report: Report, maxWarnings: number = Number.POSITIVE_INFINITY): number {
  const { errors, warnings } = summarize(report);
  return errors > 0 || warnings > maxWarnings ? exitStatus.refused : exitStatus.clean;
}

function toLimit(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('Expected a number from 0.');
  return Number(value);
}
