import type { Migration, Section } from '../core/migration.js';
import { draftFinding, type Scene } from './draft.js';
import { finishRun, projectSection } from './finish-run.js';
import type { HistoryInput, HistoryResult } from './lint-history.js';
import type { Observation, ObservedPlace } from './observation.js';
import { readDirectives } from './read-directives.js';
import { readSection } from './read-section.js';
import { createRun, type Run } from './run.js';

export interface ObservationInput extends Pick<HistoryInput, 'project' | 'parser' | 'rules' | 'known' | 'judged'> {
  readonly observations: readonly Observation[];
}

/**
 * Makes findings of what a run on a PostgreSQL showed, as lint makes them of what the text shows: levels of the config and
 * suppression comments count, and each judged file has its report. What is observed under a rule that is off, or in a file
 * that is not judged, is dropped.
 */
export function reportObservations({ observations, ...input }: ObservationInput): HistoryResult {
  const run = createRun(input);
  for (const migration of input.project.migrations) {
    openSection(run, migration, migration.up);
    if (migration.down !== undefined) openSection(run, migration, migration.down);
  }
  for (const observation of observations) file(run, observation);
  return finishRun(run);
}

function openSection(run: Run, migration: Migration, section: Section): void {
  if (!run.input.judged(section.path)) return;
  const record = run.ledger.open(migration, section);
  const script = readSection(run, section);
  record.directives.push(...readDirectives(script));
  record.statements += script.statements.length;
}

function file(run: Run, { ruleId, problem, at }: Observation): void {
  const active = run.input.rules.find(({ rule }) => rule.id === ruleId);
  if (active === undefined) return;
  const scene = sceneOf(run, at);
  if (scene === undefined) return;
  const { path } = scene.section;
  const scope = run.ledger.records.get(path)?.migration.name ?? '';
  run.ledger.add(draftFinding(active, { ...problem, path }, scene, run.placesOf(path), scope));
}

function sceneOf(run: Run, at: ObservedPlace | undefined): Scene | undefined {
  if (at === undefined) return { section: projectSection, effects: [] };
  const sections = run.input.project.migrations.flatMap(({ up, down }) => (down === undefined ? [up] : [up, down]));
  const section = sections.find(({ path, direction }) => path === at.path && direction === at.direction);
  if (section === undefined || !run.input.judged(section.path)) return undefined;
  const statement = at.statement === undefined ? undefined : readSection(run, section).statements[at.statement];
  return { section, statement, effects: [] };
}
