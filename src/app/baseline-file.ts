import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { counted } from '../core/counted.js';
import { PgairlockError } from '../core/error.js';
import type { Report } from '../core/report.js';
import {
  applyBaseline,
  type Baseline,
  emptyBaseline,
  type Finds,
  formatBaseline,
  joinBaselines,
  type Paths,
  parseBaseline,
  splitBaseline,
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

/**
 * The report with what the baseline knows suppressed, and a line that says how much that is.
 * @param setting absent where the project has none
 * @param finds the rules that the report is about
 */
export async function withBaseline(
  report: Report,
  setting: BaselineSetting | undefined,
  cwd: string,
  finds: Finds,
): Promise<Report> {
  const whole = setting && (await load(setting, cwd));
  if (setting === undefined || whole === undefined) return report;
  const { own: baseline } = splitBaseline(whole, finds);
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

/**
 * The baseline of what the report finds; files that were not judged keep their entries while they exist.
 * @param finds the rules that the report is about: entries of others stay
 */
export async function updateBaseline(report: Report, file: string, cwd: string, finds: Finds): Promise<BaselineUpdate> {
  const paths = pathsFor(file, cwd);
  const { own, others } = splitBaseline(
    await standing((await load({ file, named: false }, cwd)) ?? emptyBaseline, paths),
    finds,
  );
  const judged = new Set(report.files.map((one) => shownIn(paths.folder, path.resolve(cwd, one.path))));
  const kept = Object.entries(own.files).filter(([name]) => !judged.has(name));
  const found = toBaseline(report, paths);
  const baseline = joinBaselines({ ...found, files: { ...Object.fromEntries(kept), ...found.files } }, others);
  return {
    file,
    text: formatBaseline(baseline),
    findings: [...Object.values(baseline.files), baseline.project].reduce((sum, counts) => sum + sizeOf(counts), 0),
    files: Object.keys(baseline.files).length,
  };
}

/** Without the files that no longer exist. */
async function standing(baseline: Baseline, { folder }: Paths): Promise<Baseline> {
  const gone = new Set(await goneFiles(baseline, folder));
  return { ...baseline, files: Object.fromEntries(Object.entries(baseline.files).filter(([name]) => !gone.has(name))) };
}
