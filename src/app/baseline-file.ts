import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { counted } from '../core/counted.js';
import { PgairlockError } from '../core/error.js';
import type { Report } from '../core/report.js';
import {
  applyBaseline,
  type Baseline,
  emptyBaseline,
  formatBaseline,
  type Paths,
  parseBaseline,
  toBaseline,
} from './baseline.js';

/** The name under which a baseline is found without being configured. */
export const defaultBaseline = 'pgairlock-baseline.json';

export interface BaselineSetting {
  /** Absolute. */
  readonly file: string;
  /** Somebody named it, so that it must be there. */
  readonly named: boolean;
}

const pathsFor = (file: string, cwd: string): Paths => ({ cwd, folder: path.dirname(file) });
const shownIn = (cwd: string, file: string): string => path.relative(cwd, file).split(path.sep).join('/');

/** Throws `config-unreadable` for a named file that is not there, `config-invalid` for one that is no baseline. */
async function load({ file, named }: BaselineSetting, cwd: string): Promise<Baseline | undefined> {
  const shown = shownIn(cwd, file);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (!named && cause.code === 'ENOENT') return undefined;
    throw new PgairlockError('config-unreadable', `Cannot read the baseline ${shown}.`, { cause });
  });
  return text === undefined ? undefined : parseBaseline(text, shown);
}

/** The report with what the baseline knows suppressed, and a line that says how much that is. */
export async function withBaseline(report: Report, setting: BaselineSetting, cwd: string): Promise<Report> {
  const baseline = await load(setting, cwd);
  if (baseline === undefined) return report;
  const result = applyBaseline(report, baseline, pathsFor(setting.file, cwd));
  const gone = await goneFiles(baseline, path.dirname(setting.file));
  const stale = result.stale + gone.reduce((sum, file) => sum + sizeOf(baseline.files[file]), 0);
  return {
    ...result.report,
    context: [...report.context, describe(shownIn(cwd, setting.file), result.known, stale)],
  };
}

/** Files of the baseline that no longer exist. */
async function goneFiles({ files }: Baseline, folder: string): Promise<readonly string[]> {
  const found = await Promise.all(
    Object.keys(files).map(async (file) => ({
      file,
      exists: await stat(path.resolve(folder, file)).then(
        () => true,
        () => false,
      ),
    })),
  );
  return found.filter(({ exists }) => !exists).map(({ file }) => file);
}

const sizeOf = (counts: Readonly<Record<string, number>> = {}): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function describe(shown: string, known: number, stale: number): string {
  const quiet = `Baseline ${shown} keeps ${counted(known, 'known finding')} quiet.`;
  if (stale === 0) return quiet;
  const entries = stale === 1 ? '1 of its entries matches' : `${stale} of its entries match`;
  return `${quiet} ${entries} nothing any more: write it again with --write-baseline.`;
}

export interface BaselineUpdate {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly findings: number;
  readonly files: number;
}

/** The baseline of what the report finds; files that were not judged keep their entries while they exist. */
export async function updateBaseline(report: Report, file: string, cwd: string): Promise<BaselineUpdate> {
  const old = (await load({ file, named: false }, cwd)) ?? emptyBaseline;
  const paths = pathsFor(file, cwd);
  const judged = new Set(report.files.map((one) => shownIn(paths.folder, path.resolve(cwd, one.path))));
  const gone = new Set(await goneFiles(old, paths.folder));
  const kept = Object.entries(old.files).filter(([name]) => !judged.has(name) && !gone.has(name));
  const found = toBaseline(report, paths);
  const baseline = { ...found, files: { ...Object.fromEntries(kept), ...found.files } };
  return {
    file,
    text: formatBaseline(baseline),
    findings: [...Object.values(baseline.files), baseline.project].reduce((sum, counts) => sum + sizeOf(counts), 0),
    files: Object.keys(baseline.files).length,
  };
}
