import path from 'node:path';
import type { Migration } from '../core/migration.js';
import type { Batch } from '../sources/batch.js';

/** Keeps, of the files that are judged, those of changed migrations: a down is judged with its up, and the other way. */
export function narrowToChanges(batch: Batch, changed: ReadonlySet<string>, cwd: string): Batch {
  const isChanged = (shown: string): boolean => changed.has(path.resolve(cwd, shown));
  const paired = batch.result.migrations.map(pathsOf).filter((paths) => paths.some(isChanged));
  const kept = new Set([...paired.flat(), ...[...batch.judged].filter(isChanged)]);
  return { ...batch, judged: new Set([...batch.judged].filter((shown) => kept.has(shown))) };
}

const pathsOf = ({ up, down }: Migration): readonly string[] => (down === undefined ? [up.path] : [up.path, down.path]);
