import { counted } from '../core/counted.js';
import type { PresetName, Project } from '../engine/rule.js';
import type { Batch } from '../sources/batch.js';
import type { Changes } from '../sources/git-changes.js';

export interface Judged {
  readonly batch: Batch;
  readonly project: Project;
  readonly preset: PresetName;
}

/** A line for each folder that was read, and one for all files that were judged alone. */
export function describeInput(judged: readonly Judged[]): readonly string[] {
  const alone = judged.filter(({ batch }) => !batch.complete);
  const [first] = alone;
  return [
    ...judged.filter(({ batch }) => batch.complete).map(describeFolder),
    ...(first === undefined
      ? []
      : [`Read ${counted(alone.length, 'file')}, each judged alone. ${describeTarget(first)}`]),
  ];
}

/** What the findings are about, and what it is compared with. */
export function describeChanges(judged: readonly Judged[], { name, from }: Changes): string {
  const files = judged.reduce((sum, { batch }) => sum + batch.judged.size, 0);
  const commit = from === undefined ? 'no commit yet' : from.slice(0, 10);
  return `Compared with ${name} (${commit}): findings for ${counted(files, 'changed file')}.`;
}

function describeFolder(judged: Judged): string {
  const { folder = '', migrations, format, detectedBecause } = judged.batch.result;
  return `Read ${counted(migrations.length, 'migration')} in ${folder} (format ${format}: ${detectedBecause}). ${describeTarget(judged)}`;
}

const describeTarget = ({ project, preset }: Judged): string =>
  `Preset ${preset}, PostgreSQL ${project.server.version}.`;
