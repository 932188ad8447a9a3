import type { CatalogChanges } from '../catalog/changes.js';
import type { Mark } from '../catalog/journal.js';
import type { Unit } from '../catalog/model.js';
import type { ReplayCatalog } from '../catalog/replay-catalog.js';
import type { Migration, Section } from '../core/migration.js';
import { type Effects, noEffects } from '../effects/effects.js';
import { effectsOf } from '../effects/effects-of.js';
import { createSessionTracker, type SessionTracker } from '../effects/session-tracker.js';
import { leavesTransaction } from '../effects/transaction-errors.js';
import type { Operation } from '../sql/operation.js';
import type { Script, Statement } from '../sql/script.js';
import { isUnanalysed } from './file-ledger.js';
import type { Moment } from './listeners.js';
import { readDirectives } from './read-directives.js';
import { readSection } from './read-section.js';
import type { Run } from './run.js';
import { waitOf } from './waits.js';

/** One migration at its place in the history. */
export interface Seat {
  readonly run: Run;
  readonly migration: Migration;
  readonly catalog: ReplayCatalog;
  readonly migrationOf: (unit: Unit) => Migration | undefined;
}

/** One direction of it while it is judged. */
interface Sitting extends Seat {
  readonly section: Section;
  readonly script: Script;
  readonly tracker: SessionTracker;
}

/** The up that a down is held against. */
export interface Pair {
  readonly upScript: Script;
  /** Just before the up. */
  readonly start: Mark;
}

/** Replays a section and asks the rules about every operation, statement and moment of it. */
export function judgeSection(seat: Seat, written: Section, pair?: Pair | undefined): Script {
  const { run, catalog } = seat;
  const script = readSection(run, written);
  const section = asItRuns(written, script);
  const tracker = createSessionTracker(run.input.project.server);
  const sitting: Sitting = { ...seat, section, script, tracker };
  record(sitting);
  catalog.beginUnit(section.transaction);
  tracker.beginFile(section.transaction, script.statements.length);
  askAbout(sitting, 'fileStart', [], {});
  for (const statement of script.statements) judgeStatement(sitting, statement);
  askAbout(sitting, 'fileEnd', [], {});
  tracker.endFile();
  catalog.endUnit();
  if (pair !== undefined) askAboutPair(sitting, pair);
  return script;
}

/** With the transactions that it has when it is applied. */
const asItRuns = (section: Section, script: Script): Section =>
  leavesTransaction(section.adaptive, script) ? { ...section, transaction: 'autocommit' } : section;

function askAboutPair(sitting: Sitting, { upScript, start }: Pair): void {
  askAbout(sitting, 'downEnd', [], { upScript, changes: sitting.catalog.changesSince(start) });
}

function record({ run, migration, section, script }: Sitting): void {
  const file = run.ledger.open(migration, section);
  file.directives.push(...readDirectives(script));
  file.statements += script.statements.length;
  for (const { span } of script.statements.filter(isUnanalysed)) {
    file.unanalysedLines.push(run.placesOf(section.path)(span.start).line);
  }
}

function judgeStatement(sitting: Sitting, statement: Statement): void {
  const effects = statement.operations.map((op) => judgeOperation(sitting, statement, op));
  askAbout(sitting, 'statement', effects, { statement, effects });
  const { run, migration, section } = sitting;
  if (section.direction === 'up' && run.input.project.base !== undefined) {
    const wait = waitOf(migration, statement.span, effects);
    if (wait !== undefined) run.waits.push(wait);
  }
  run.input.onStatement?.({ migration, section, statement, effects, placeOf: run.placesOf(section.path) });
  sitting.tracker.endStatement();
}

function judgeOperation(sitting: Sitting, statement: Statement, op: Operation): Effects {
  const { run, section, catalog, tracker } = sitting;
  const scene = { section, statement, effects: [] };
  const { server } = run.input.project;
  const effects = run.guard('Working out effects', scene, noEffects, () =>
    effectsOf(op, { catalog, session: tracker.session, server, statement }),
  );
  for (const moment of [op.kind, 'operation'] as const) {
    askAbout(sitting, moment, [effects], { statement, effects }, [op]);
  }
  run.guard('Replay', scene, undefined, () => catalog.apply(op, section.text));
  run.guard('Following the session', scene, undefined, () => tracker.advance(op, effects, catalog));
  return effects;
}

function askAbout(
  { run, migration, section, script, catalog, tracker, migrationOf }: Sitting,
  moment: Moment,
  effects: readonly Effects[],
  more: {
    readonly statement?: Statement;
    readonly effects?: unknown;
    readonly upScript?: Script;
    readonly changes?: CatalogChanges;
  },
  before: readonly Operation[] = [],
): void {
  const listeners = run.listeners.of(section.direction, moment);
  if (listeners.length === 0) return;
  const { project } = run.input;
  const { direction } = section;
  const { session } = tracker;
  const { statement, effects: asked, upScript, changes } = more;
  const known = { project, migration, direction, section, script, catalog, session, migrationOf };
  // Each listener gets a copy with its options: copies are cheap where no member is added to them.
  const context = { ...known, statement, effects: asked, upScript, changes, options: undefined };
  const scene = { section, statement, effects };
  run.ask(listeners, scene, (options) => [...before, { ...context, options }], moment);
}
