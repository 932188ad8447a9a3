import path from 'node:path';
import { applyFixes } from '../engine/fix-passes.js';
import { unifiedDiff } from '../generate/unified-diff.js';
import { runLint } from './lint.js';
import type { LintOptions, LintRun } from './lint-options.js';

export interface FixRun extends LintRun {
  /** The files that change, by absolute path, with their new text. Nothing is written. */
  readonly fixed: ReadonlyMap<string, string>;
  /** The changes as `diff -u` prints them, by the paths of the report. */
  readonly diff: string;
}

/** A fix may make room for the next one; one that never settles must not run for ever. */
const mostPasses = 10;

/**
 * Applies the fixes of the judged files until nothing changes. The report is of the fixed text. What many files share is
 * told by the newest, and fixed in it alone: the others are likely to be applied.
 */
export async function fixMigrations(options: LintOptions = {}): Promise<FixRun> {
  const cwd = path.resolve(options.cwd ?? '.');
  const fixed = new Map<string, string>();
  const originals = new Map<string, { readonly shown: string; readonly source: string }>();
  let run = await runLint(options);
  for (let pass = 1; pass < mostPasses; pass += 1) {
    const changed = run.report.files.flatMap(({ path: shown, source, findings }): [string, string][] => {
      const file = path.resolve(cwd, shown);
      if (pass > 1 && !originals.has(file)) return [];
      const text = applyFixes(source, findings);
      if (text === source) return [];
      if (!originals.has(file)) originals.set(file, { shown, source });
      return [[file, text]];
    });
    if (changed.length === 0) break;
    for (const [file, text] of changed) fixed.set(file, text);
    run = await runLint({ ...options, overlay: new Map([...(options.overlay ?? []), ...fixed]) });
  }
  const diffs = [...originals].map(([file, { shown, source }]) =>
    unifiedDiff(source, fixed.get(file) ?? source, shown),
  );
  return { ...run, fixed, diff: diffs.join('') };
}
