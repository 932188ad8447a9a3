import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import type { Migration } from '../core/migration.js';
import type { Finding, Report } from '../core/report.js';
import type { PlacedFile } from '../generate/down/placement.js';
import { newMigration } from '../generate/new-migration/new-migration.js';
import { refuseWithoutRoom } from '../generate/new-migration/version-after.js';
import { divide } from '../generate/split/divide.js';
import type { LaterFile } from '../generate/split/later-files.js';
import { unifiedDiff } from '../generate/unified-diff.js';
import { isCommitted } from '../sources/is-committed.js';
import { readScript } from '../sql/read-script.js';
import { downSql } from './down-sql.js';
import { runLint } from './lint.js';
import type { LintOptions } from './lint-options.js';
import { loadParser } from './load-parser.js';
import { loadSettings } from './load-settings.js';
import { readWanted } from './read-batches.js';

export interface SplitOptions extends Pick<LintOptions, 'cwd' | 'configFile' | 'config' | 'overlay' | 'now'> {
  /** The file of the migration. */
  readonly file: string;
}

export interface SplitResult {
  /** The file itself and those that come after it, each with its whole text. Nothing is written. */
  readonly files: readonly PlacedFile[];
  /** All of it as `diff -u` prints it. */
  readonly diff: string;
  /** The findings that are mended by it. */
  readonly mended: readonly Finding[];
  /** What a person should look at. */
  readonly notes: readonly string[];
}

/**
 * Splits a migration whose safe form takes several: an index that is built concurrently, a constraint that is validated
 * later. Without such findings, nothing changes.
 * @throws PgairlockError `usage` for a file that is in no migrations folder; `not-available` where the format, the numbering
 *   or the rest of the file does not allow it; and as `lint` does
 */
export async function splitMigration(options: SplitOptions): Promise<SplitResult> {
  const cwd = path.resolve(options.cwd ?? '.');
  const { report } = await runLint({ ...options, paths: [options.file] });
  const mended = report.files.flatMap(({ findings }) => findings).filter(isSplittable);
  if (mended.length === 0) return { files: [], diff: '', mended: [], notes: [] };
  const { migrations, format, folder, parser } = await readFolder(options, cwd);
  const place = migrations.findIndex((one) => path.resolve(cwd, one.path) === path.resolve(cwd, options.file));
  const migration = migrations[place];
  if (migration === undefined) throw new PgairlockError('usage', `${options.file} is not a migration in ${folder}.`);
  const next = migrations[place + 1];
  const before = migrations.slice(0, place + 1);
  const { text, later } = divide({
    format,
    name: migration.name || migration.id,
    source: migration.up.source,
    script: readScript(migration.up.text, parser),
    splits: mended.flatMap(({ split }) => split ?? []),
  });
  const now = options.now ?? new Date();
  const made = makeLater({ format, folder, migration, migrations: before, next, later, now });
  const ups = [{ path: migration.path, text }, ...made.files];
  const { files, notes } = await withDowns(ups, migration, made.ids, { ...options, cwd });
  await check(files, mended, { ...options, cwd });
  const warning = (await isCommitted(path.resolve(cwd, migration.path))) ? [mayBeApplied(migration)] : [];
  return { files, mended, notes: [...warning, ...notes], diff: files.map((file) => diffOf(file, migrations)).join('') };
}

const mayBeApplied = ({ path: file }: Migration): string =>
  `${file} is committed and unchanged: if a database has applied it, leave it as it is. Split only what is not applied anywhere yet.`;

const isSplittable = ({ split, suppressed }: Finding): boolean => split !== undefined && !suppressed;

async function readFolder(options: SplitOptions, cwd: string) {
  const settings = await loadSettings(options, cwd);
  const { batches } = await readWanted({ ...options, paths: [options.file] }, settings, cwd);
  const result = batches.find(({ complete }) => complete)?.result;
  if (result?.folder === undefined)
    throw new PgairlockError(
      'usage',
      `${options.file} is not in a migrations folder: no other migration can come after it.`,
    );
  const parser = await loadParser(settings.parser);
  return { migrations: result.migrations, format: result.format, folder: result.folder, parser };
}

interface Making {
  readonly format: string;
  readonly folder: string;
  readonly migration: Migration;
  /** It and those before it. */
  readonly migrations: readonly Migration[];
  readonly next: Migration | undefined;
  readonly later: readonly LaterFile[];
  readonly now: Date;
}

/** The ups of the later migrations, each depending on the one before it. */
function makeLater({ format, folder, migration, migrations, next, later, now }: Making) {
  const known = [...migrations];
  const files: PlacedFile[] = [];
  for (const { name, sql, alone } of later) {
    const before = known.at(-1) ?? migration;
    const [up] = newMigration({
      ...{ name, format, folder, migrations: known, content: { sql, alone }, dependsOn: [before.id] },
      now,
      rightBehind: next !== undefined,
    });
    if (up === undefined) continue;
    files.push(up);
    known.push(draftOf(up, migration));
  }
  const made = known.slice(migrations.length);
  refuseWithoutRoom(
    made.map(({ version }) => version),
    migration,
    next,
  );
  return { files, ids: made.map(({ id }) => id) };
}

function draftOf({ path: file, text }: PlacedFile, like: Migration): Migration {
  const inOwnFolder = /^(?:up|migration)\.sql$/.test(path.posix.basename(file));
  const id = (inOwnFolder ? path.posix.basename(path.posix.dirname(file)) : path.posix.basename(file)).replace(
    /(?:\.up)?\.sql$/,
    '',
  );
  const version = /^V?(\d[\d.T-]*\d|\d+)/.exec(id)?.[1] ?? '';
  return { ...like, id, version, path: file, up: { ...like.up, path: file, source: text, text } };
}

/** Where the migration has a down, it and the new ones get the downs of what they do now. */
async function withDowns(
  ups: readonly PlacedFile[],
  migration: Migration,
  ids: readonly string[],
  options: SplitOptions & { readonly cwd: string },
): Promise<Pick<SplitResult, 'files' | 'notes'>> {
  if (migration.down === undefined) return { files: ups, notes: [] };
  const downs = await downSql({
    ...options,
    overlay: overlayOf(ups, options),
    ids: [migration.id, ...ids],
    folder: path.dirname(options.file),
  });
  const placed = new Map(ups.map((file) => [file.path, file.text]));
  for (const { file } of downs) placed.set(file.path, file.text);
  const partial = downs.filter(({ completeness }) => completeness !== 'complete').map(({ id }) => id);
  return {
    files: [...placed].map(([file, text]) => ({ path: file, text })),
    notes: [
      `The down of ${migration.id} was written anew for what is in it now: read it.`,
      ...partial.map((id) => `The down of ${id} does not undo all of it: see the comments in it.`),
    ],
  };
}

const overlayOf = (
  files: readonly PlacedFile[],
  { cwd, overlay }: Pick<SplitOptions, 'overlay'> & { readonly cwd: string },
): ReadonlyMap<string, string> =>
  new Map([...(overlay ?? []), ...files.map((file): [string, string] => [path.resolve(cwd, file.path), file.text])]);

/** What was split must be mended, and nothing else break. */
async function check(
  files: readonly PlacedFile[],
  mended: readonly Finding[],
  options: SplitOptions & { readonly cwd: string },
): Promise<void> {
  const paths = files.map((file) => path.resolve(options.cwd, file.path)).filter((file) => file.endsWith('.sql'));
  const { report } = await runLint({
    ...options,
    overlay: overlayOf(files, options),
    paths: [path.dirname(options.file)],
  });
  const judged: Report = {
    ...report,
    files: report.files.filter((file) => paths.includes(path.resolve(options.cwd, file.path))),
  };
  const known = new Set(judged.files.map((file) => path.resolve(options.cwd, file.path)));
  const lost = paths.find((file) => !known.has(file));
  if (lost !== undefined)
    throw new PgairlockError(
      'not-available',
      `The format of this folder would not read ${path.relative(options.cwd, lost)}.`,
    );
  const rules = new Set(mended.map(({ ruleId }) => ruleId));
  const left = judged.files
    .flatMap(({ findings }) => findings)
    .find(
      (one) =>
        !one.suppressed && one.severity === 'error' && (rules.has(one.ruleId) || one.category === 'transactions'),
    );
  if (left !== undefined)
    throw new PgairlockError(
      'not-available',
      `It cannot be split: ${path.relative(options.cwd, path.resolve(options.cwd, left.path))}:${left.line} would say "${left.message}" (${left.ruleId}).`,
    );
}

function diffOf({ path: file, text }: PlacedFile, migrations: readonly Migration[]): string {
  const sections = migrations.flatMap(({ up, down }) => [up, ...(down ? [down] : [])]);
  return unifiedDiff(sections.find((section) => section.path === file)?.source, text, file);
}
