import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { nearest } from '../core/nearest.js';
import type { FollowUps, Report } from '../core/report.js';
import { type ReporterName, reporters } from '../reporters/index.js';
import { type Io, usesColor, widthOf } from './io.js';

/** One `--format`, and the `--output` that goes with it. */
export interface Target {
  readonly format?: string | undefined;
  readonly output?: string | undefined;
}

export const formatNames: readonly string[] = Object.keys(reporters);

/** Joins a format to the output beside it, in whichever order the two are written. */
export function addFormat(targets: readonly Target[], format: string): readonly Target[] {
  const last = targets.at(-1);
  return last !== undefined && last.format === undefined
    ? [...targets.slice(0, -1), { ...last, format }]
    : [...targets, { format }];
}

export function addOutput(targets: readonly Target[], output: string): readonly Target[] {
  const last = targets.at(-1);
  return last !== undefined && last.output === undefined
    ? [...targets.slice(0, -1), { ...last, output }]
    : [...targets, { output }];
}

const isReporter = (name: string): name is ReporterName => Object.hasOwn(reporters, name);

/** Throws `usage` for a format that does not exist, before any work is done. */
export function checkFormats(targets: readonly Target[]): void {
  for (const { format } of targets) {
    if (format === undefined || isReporter(format)) continue;
    const meant = nearest(format, formatNames);
    throw new PgairlockError(
      'usage',
      `Unknown format "${format}".${meant ? ` Did you mean "${meant}"?` : ` Formats: ${formatNames.join(', ')}.`}`,
    );
  }
}

/** Throws `usage` where one report would overwrite another. */
export function checkOutputs(targets: readonly Target[], cwd: string): void {
  const files = new Set<string>();
  for (const { output } of targets) {
    if (output === undefined) continue;
    const file = path.resolve(cwd, output);
    if (files.has(file)) throw new PgairlockError('usage', `Two reports cannot both be written to ${output}.`);
    files.add(file);
  }
}

/** How the report is printed on standard output. */
export interface PrintFlags {
  readonly color?: boolean | undefined;
  readonly all?: boolean | undefined;
  readonly followUps?: FollowUps | undefined;
}

/** Renders the report for each target: to its file, or to standard output. */
export async function writeReport(
  report: Report,
  targets: readonly Target[],
  io: Io,
  { color, all, followUps }: PrintFlags = {},
): Promise<void> {
  for (const { format = 'pretty', output } of targets.length > 0 ? targets : [{}]) {
    if (!isReporter(format)) continue;
    const toFile = output !== undefined;
    const text = reporters[format](report, {
      cwd: io.cwd,
      color: !toFile && usesColor(io, color),
      width: toFile ? 100 : widthOf(io),
      all: toFile || all,
      followUps,
    });
    if (toFile) await save(path.resolve(io.cwd, output), text, output);
    else io.stdout.write(text);
  }
}

async function save(file: string, text: string, shown: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw new PgairlockError('usage', `Cannot write ${shown}.`, { cause });
  });
}
