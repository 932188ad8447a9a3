import path from 'node:path';
import { z } from 'zod';
import { PgairlockError } from '../core/error.js';
import type { Finding, Report } from '../core/report.js';
import { internalErrorId } from '../engine/internal-error.js';

/** How often each finding was there: `drop-table 0f3a…` to its number. */
type Counts = Readonly<Record<string, number>>;

/** Findings that are known and stay quiet. Files are relative to the folder of the baseline file, with forward slashes. */
export interface Baseline {
  readonly files: Readonly<Record<string, Counts>>;
  /** Findings about the history as a whole. */
  readonly project: Counts;
}

export const emptyBaseline: Baseline = { files: {}, project: {} };

const counts = z.record(z.string(), z.int().min(1));
const schema = z.strictObject({ schema: z.literal(1), files: z.record(z.string(), counts), project: counts });

/** Throws `config-invalid` for a text that is no baseline. */
export function parseBaseline(text: string, shown: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PgairlockError('config-invalid', `${shown} is not valid JSON.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PgairlockError(
    'config-invalid',
    `${shown} is not a baseline. Write one with pgairlock lint --write-baseline.`,
  );
}

/** One finding a line, sorted, so that version control shows what came and went. */
export const formatBaseline = ({ files, project }: Baseline): string =>
  `${JSON.stringify({ schema: 1, files: sorted(files, sortedCounts), project: sortedCounts(project) }, null, 2)}\n`;

const sorted = <Value>(
  record: Readonly<Record<string, Value>>,
  each: (value: Value) => Value,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(record)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, each(value)]),
  );

const sortedCounts = (record: Counts): Counts => sorted(record, (count) => count);

const keyOf = ({ ruleId, fingerprint }: Finding): string => `${ruleId} ${fingerprint}`;

// A mistake of the program is nothing to get used to.
const mayBeKnown = ({ suppressed, ruleId }: Finding): boolean => !suppressed && ruleId !== internalErrorId;

export interface Paths {
  readonly cwd: string;
  /** Absolute: the folder of the baseline file. */
  readonly folder: string;
}

const fileKey = (shown: string, { cwd, folder }: Paths): string =>
  path.relative(folder, path.resolve(cwd, shown)).split(path.sep).join('/');

/** What the report finds, as a baseline. */
export function toBaseline({ files, project }: Report, paths: Paths): Baseline {
  const entries = files.map((file) => [fileKey(file.path, paths), countsOf(file.findings)] as const);
  return {
    files: Object.fromEntries(entries.filter(([, found]) => Object.keys(found).length > 0)),
    project: countsOf(project),
  };
}

function countsOf(findings: readonly Finding[]): Counts {
  const found: Record<string, number> = {};
  for (const finding of findings.filter(mayBeKnown)) found[keyOf(finding)] = (found[keyOf(finding)] ?? 0) + 1;
  return found;
}

/** What one command finds: a baseline holds what several found, and each looks at its own. */
export type Finds = (ruleId: string) => boolean;

/** The entries whose rules are among those, and the others. */
export function splitBaseline(baseline: Baseline, finds: Finds): { readonly own: Baseline; readonly others: Baseline } {
  const only = (wanted: (ruleId: string) => boolean): Baseline => ({
    files: Object.fromEntries(
      Object.entries(baseline.files)
        .map(([file, found]) => [file, entriesOf(found, wanted)] as const)
        .filter(([, found]) => Object.keys(found).length > 0),
    ),
    project: entriesOf(baseline.project, wanted),
  });
  return { own: only(finds), others: only((ruleId) => !finds(ruleId)) };
}

const entriesOf = (found: Counts, wanted: (ruleId: string) => boolean): Counts =>
  Object.fromEntries(Object.entries(found).filter(([key]) => wanted(key.split(' ')[0] ?? '')));

/** Of two baselines that have no entry in common. */
export const joinBaselines = (one: Baseline, other: Baseline): Baseline => ({
  files: Object.fromEntries(
    [...Object.keys(one.files), ...Object.keys(other.files)].map((file) => [
      file,
      { ...one.files[file], ...other.files[file] },
    ]),
  ),
  project: { ...one.project, ...other.project },
});

export interface BaselineResult {
  readonly report: Report;
  /** Findings that the baseline keeps quiet. */
  readonly known: number;
  /** Entries of judged files that nothing matches any more. */
  readonly stale: number;
}

/** Suppresses what the baseline knows: of equal findings in one file as many as it counts, and no more. */
export function applyBaseline(report: Report, baseline: Baseline, paths: Paths): BaselineResult {
  const files = report.files.map((file) => {
    const { findings, ...rest } = suppress(file.findings, baseline.files[fileKey(file.path, paths)] ?? {});
    return { file: { ...file, findings }, ...rest };
  });
  const project = suppress(report.project, baseline.project);
  const all = [...files, project];
  return {
    report: { ...report, files: files.map(({ file }) => file), project: project.findings },
    known: all.reduce((sum, { known }) => sum + known, 0),
    stale: all.reduce((sum, { stale }) => sum + stale, 0),
  };
}

function suppress(findings: readonly Finding[], counted: Counts) {
  const left = new Map(Object.entries(counted));
  const marked = findings.map((finding): Finding => {
    const count = left.get(keyOf(finding)) ?? 0;
    if (!mayBeKnown(finding) || count === 0) return finding;
    left.set(keyOf(finding), count - 1);
    return { ...finding, suppressed: true, suppressionReason: 'baseline', suppressedBy: 'baseline' };
  });
  const stale = [...left.values()].reduce((sum, count) => sum + count, 0);
  const total = Object.values(counted).reduce((sum, count) => sum + count, 0);
  return { findings: marked, known: total - stale, stale };
}
