import type { Catalog } from '../catalog/catalog.js';
import type { Place } from '../core/line-map.js';
import { type Draft, draftFinding, type Scene } from './draft.js';
import { createFileLedger, createPlaces, type FileLedger } from './file-ledger.js';
import { draftInternalError } from './internal-error.js';
import type { HistoryInput } from './lint-history.js';
import { indexListeners, type Listener, type Listeners } from './listeners.js';
import type { Wait } from './waits.js';

/** One lint, from its input to its findings. */
export interface Run {
  readonly input: HistoryInput;
  readonly listeners: Listeners;
  readonly ledger: FileLedger;
  /** Of the judged ups so far, where a change is judged. */
  readonly waits: Wait[];
  /** Lines and columns of a file by its path; of a file that is not judged they do not matter. */
  readonly placesOf: (path: string) => (offset: number) => Place;
  /** Asks listeners and files what they yield. The context is made anew for each, with that rule's options. */
  ask(
    listeners: readonly Listener[],
    scene: Scene,
    argumentsFor: (options: unknown) => readonly unknown[],
    moment: string,
  ): void;
  /** Takes back what the history has mended by its end. */
  dropMended(end: Catalog): void;
  /** Files an internal error where `action` throws, and gives `fallback` then. */
  guard<Result>(failed: string, scene: Scene, fallback: Result, action: () => Result): Result;
}

export function createRun(input: HistoryInput): Run {
  const ledger = createFileLedger((path) => path !== '' && !input.judged(path));
  const placesOf = createPlaces(ledger);
  const file = (draft: Draft): void => ledger.add(draft);
  const scopeOf = (path: string): string => ledger.records.get(path)?.migration.name ?? '';

  const mendable: { readonly draft: Draft; readonly mended: (end: Catalog) => boolean }[] = [];

  const guard: Run['guard'] = (failed, scene, fallback, action) => {
    try {
      return action();
    } catch (cause) {
      const path = ledger.records.has(scene.section.path) ? scene.section.path : '';
      file({ ...draftInternalError(failed, cause, scene, placesOf(scene.section.path), scopeOf(path)), path });
      return fallback;
    }
  };

  return {
    input,
    ledger,
    waits: [],
    placesOf,
    listeners: indexListeners(input.rules),
    guard,
    ask(listeners, scene, argumentsFor, moment) {
      for (const { active, check } of listeners) {
        guard(`Rule "${active.rule.id}" (${moment})`, scene, undefined, () => {
          for (const problem of check(...argumentsFor(active.options))) {
            const there = sceneIn(ledger, problem.path, scene);
            const path = problem.path ?? scene.section.path;
            const draft = draftFinding(active, problem, there, placesOf(path), scopeOf(path));
            file(draft);
            // The schema at the end is not that of a down.
            if (problem.mended && draft.direction === 'up') mendable.push({ draft, mended: problem.mended });
          }
        });
      }
    },
    dropMended(end) {
      for (const { draft, mended } of mendable.splice(0)) if (mended(end)) ledger.remove(draft);
    },
  };
}

/** A check may report in another file than the one that it was asked about. */
function sceneIn({ records }: FileLedger, path: string | undefined, scene: Scene): Scene {
  const section = path === undefined || path === scene.section.path ? undefined : records.get(path)?.section;
  return section ? { section, effects: scene.effects } : scene;
}
