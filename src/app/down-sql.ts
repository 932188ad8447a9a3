import path from 'node:path';
import { createCatalog } from '../catalog/replay-catalog.js';
import { PgairlockError } from '../core/error.js';
import type { Migration } from '../core/migration.js';
import { nearest } from '../core/nearest.js';
import { migrationNamed } from '../engine/dependencies.js';
import type { Project } from '../engine/rule.js';
import { createMemory, type Inverse, invert, replayUp } from '../generate/down/invert.js';
import { type PlacedFile, placeDown } from '../generate/down/placement.js';
import type { Parser } from '../sql/parser.js';
import { readScript } from '../sql/read-script.js';
import type { LintOptions } from './lint-options.js';
import { loadParser } from './load-parser.js';
import { loadSettings } from './load-settings.js';
import { readWanted } from './read-batches.js';
import { toProject } from './to-project.js';

export interface DownSqlOptions extends Pick<LintOptions, 'cwd' | 'configFile' | 'config' | 'overlay'> {
  /** The migrations folder. Default: that of the config, else the one detected. */
  readonly folder?: string | undefined;
  /** The migrations to undo: by id, version, name or file. */
  readonly ids?: readonly string[] | undefined;
  /** Every migration that has no down, or an empty one. */
  readonly allMissing?: boolean | undefined;
}

/** A generated down. */
export interface GeneratedDown extends Inverse {
  readonly id: string;
  /** The up's file, as reported. */
  readonly path: string;
  /** Where it belongs, with the whole text of that file. Nothing is written. */
  readonly file: PlacedFile;
  /** There is a down with SQL in it. */
  readonly exists: boolean;
}

/**
 * The downs of migrations, from what their ups do and from the schema before them.
 * @throws PgairlockError `usage` for an id that no migration has, and as `lint` does.
 */
export async function downSql(options: DownSqlOptions): Promise<readonly GeneratedDown[]> {
  const cwd = path.resolve(options.cwd ?? '.');
  const settings = await loadSettings(options, cwd);
  const { ids = [], folder, allMissing = false } = options;
  const paths = folder === undefined ? [] : [folder];
  const { batches } = await readWanted({ ...options, paths }, settings, cwd);
  const parser = await loadParser(settings.parser);
  const projects = batches.filter(({ complete }) => complete).map((batch) => toProject(batch, settings));
  const named = new Set(ids.map((id) => find(id, projects, cwd)));
  const wanted = (migration: Migration): boolean => named.has(migration) || (allMissing && !hasDown(migration));
  return projects.flatMap((project) => generateDowns(project, parser, wanted));
}

/** A down that holds nothing but comments is none. */
const hasDown = ({ down }: Migration): boolean => down !== undefined && hasSql(down.text);

const hasSql = (text: string): boolean =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .some((line) => line.trim() !== '' && !line.trim().startsWith('--'));

function find(name: string, projects: readonly Project[], cwd: string): Migration {
  const all = projects.flatMap(({ migrations }) => migrations);
  const byFile = all.find((migration) => path.resolve(cwd, migration.path) === path.resolve(cwd, name));
  const found =
    byFile ?? migrationNamed(path.basename(name).replace(/(?:\.up)?\.sql$/, ''), all) ?? migrationNamed(name, all);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    all.map(({ id }) => id),
  );
  throw new PgairlockError('usage', `There is no migration "${name}".${meant ? ` Did you mean "${meant}"?` : ''}`);
}

/** Replays a history and inverts the wanted migrations of it. */
export function generateDowns(
  project: Project,
  parser: Parser,
  wanted: (migration: Migration) => boolean,
): readonly GeneratedDown[] {
  const catalog = createCatalog(project);
  const memory = createMemory();
  const last = project.migrations.findLastIndex(wanted);
  return project.migrations.slice(0, last + 1).flatMap((migration) => {
    const { up, id } = migration;
    const shared = { ...memory, script: readScript(up.text, parser), catalog, transaction: up.transaction };
    if (!wanted(migration)) {
      replayUp(shared);
      return [];
    }
    const inverse = invert({ ...shared, id, parser });
    const file = placeDown({ ...project, migration, sql: inverse.sql });
    return { ...inverse, id, path: migration.path, file, exists: hasDown(migration) };
  });
}
