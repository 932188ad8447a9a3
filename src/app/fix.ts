import path from 'node:path';
import { applyFixes } from '../engine/fix-passes.js';
import { runLint } from './lint.js';
import type { LintOptions, LintRun } from './lint-options.js';

export interface FixRun extends LintRun {
  /** The files that change, by absolute path, with their new text. Nothing is written. */
  readonly fixed: ReadonlyMap<string, string>;
}

/** A fix may make room for the next one; one that never settles must not run for ever. */
const mostPasses = 10;

/** Applies the fixes of the judged files until nothing changes. The report is of the fixed text. */
export async function fixMigrations(options: LintOptions = {}): Promise<FixRun> {
  const cwd = path.resolve(options.cwd ?? '.');
  const fixed = new Map<string, string>();
  let run = await runLint(options);
  for (let pass = 1; pass < mostPasses; pass += 1) {
    const changed = run.report.files.flatMap(({ path: shown, source, findings }): [string, string][] => {
      const text = applyFixes(source, findings);
      return text === source ? [] : [[path.resolve(cwd, shown), text]];
    });
    if (changed.length === 0) break;
    for (const [file, text] of changed) fixed.set(file, text);
    run = await runLint({ ...options, overlay: new Map([...(options.overlay ?? []), ...fixed]) });
  }
  return { ...run, fixed };
}
