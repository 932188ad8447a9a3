import type { Unit } from '../catalog/model.js';
import { createCatalog, type ReplayCatalog } from '../catalog/replay-catalog.js';
import type { Place } from '../core/line-map.js';
import type { Migration, Section } from '../core/migration.js';
import type { FileReport, Finding } from '../core/report.js';
import type { Effects } from '../effects/effects.js';
import type { Parser } from '../sql/parser.js';
import type { Script, Statement } from '../sql/script.js';
import { finishRun, projectSection } from './finish-run.js';
import { judgeSection } from './judge-section.js';
import { readSection } from './read-section.js';
import type { Project, Rule } from './rule.js';
import type { ActiveRule } from './rule-catalogue.js';
import { createRun, type Run } from './run.js';

export interface HistoryInput {
  /** With the migrations in the order in which they are applied. */
  readonly project: Project;
  readonly parser: Parser;
  readonly rules: readonly ActiveRule[];
  /** Rules that are off: a suppression may name them all the same. Active ones may be among them. */
  readonly known?: readonly Rule[] | undefined;
  /** The files to report on, by the `path` of their sections. The others are replayed and nothing else. */
  readonly judged: (path: string) => boolean;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Hears of every statement of a judged section, in order, after the rules. */
  readonly onStatement?: ((judged: JudgedStatement) => void) | undefined;
}

/** What a judged statement does to a running server. */
export interface JudgedStatement {
  readonly migration: Migration;
  readonly section: Section;
  readonly statement: Statement;
  /** Of an offset in the section. */
  readonly placeOf: (offset: number) => Place;
  /** One for each of its operations. */
  readonly effects: readonly Effects[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The migration that was just replayed. */
  readonly path: string;
}

export interface HistoryResult {
  readonly files: readonly FileReport[];
  /** What is true of the history as a whole; the path of these findings is empty. */
  readonly project: readonly Finding[];
}

/** Replays the migrations in order and asks the rules about the judged ones. Bad SQL never throws. */
export function lintHistory(input: HistoryInput): HistoryResult {
  const run = createRun(input);
  if (input.project.complete) replayTogether(run);
  else replayAlone(run);
  return finishRun(run);
}

/** One history: every migration meets the schema that those before it left. */
function replayTogether(run: Run): void {
  const { project } = run.input;
  const catalog = createCatalog(project);
  const origins = new Map<Unit, Migration>();
  for (const [index, migration] of project.migrations.entries()) {
    replayMigration(run, migration, catalog, origins);
    tellProgress(run, index);
  }
  askAboutHistory(run, project, catalog, origins);
}

/** Each judged file is a history of its own, over a schema that nobody knows. */
function replayAlone(run: Run): void {
  const { project, judged } = run.input;
  for (const [index, migration] of project.migrations.entries()) {
    if ([migration.up, migration.down].some((section) => section && judged(section.path))) {
      const catalog = createCatalog(project);
      const origins = new Map<Unit, Migration>();
      replayMigration(run, migration, catalog, origins);
      askAboutHistory(run, { ...project, migrations: [migration] }, catalog, origins);
    }
    tellProgress(run, index);
  }
}

function tellProgress({ input: { onProgress, project } }: Run, index: number): void {
  const { path = '' } = project.migrations[index] ?? {};
  onProgress?.({ done: index + 1, total: project.migrations.length, path });
}

function replayMigration(run: Run, migration: Migration, catalog: ReplayCatalog, origins: Map<Unit, Migration>): void {
  const { judged } = run.input;
  const { up, down } = migration;
  const judgesUp = judged(up.path);
  const judgesDown = down !== undefined && judged(down.path);
  // Both before either is judged: what is found in one may be about the other.
  if (judgesUp) run.ledger.open(migration, up);
  if (judgesDown) run.ledger.open(migration, down);
  const seat = { run, migration, catalog, migrationOf: (unit: Unit) => origins.get(unit) };
  const start = judgesDown && comparesPairs(run) ? catalog.mark() : undefined;
  const upScript = judgesUp ? judgeSection(seat, up) : replaySection(run, up, catalog);
  origins.set(catalog.unit, migration);
  if (judgesDown) {
    const mark = catalog.mark();
    judgeSection(seat, down, start && { upScript, start });
    catalog.undoTo(mark);
  }
  if (start !== undefined) catalog.release(start);
}

const comparesPairs = ({ listeners }: Run): boolean => listeners.of('down', 'downEnd').length > 0;

/** Replays without asking anybody: no rule, no effects, no session. */
function replaySection(run: Run, section: Section, catalog: ReplayCatalog): Script {
  const script = readSection(run, section);
  catalog.beginUnit(section.transaction);
  for (const statement of script.statements) {
    for (const op of statement.operations) {
      run.guard('Replay', { section, statement, effects: [] }, undefined, () => catalog.apply(op, section.text));
    }
  }
  catalog.endUnit();
  return script;
}

function askAboutHistory(
  run: Run,
  project: Project,
  catalog: ReplayCatalog,
  origins: ReadonlyMap<Unit, Migration>,
): void {
  const context = { project, catalog, originOf: (unit: Unit) => origins.get(unit)?.up, waits: run.waits };
  const scene = { section: projectSection, effects: [] };
  run.ask(run.listeners.of('up', 'history'), scene, (options) => [{ ...context, options }], 'history');
  run.guard('Looking at what was mended', scene, undefined, () => run.dropMended(catalog));
}
