import type { Migration, Section, SourceProblem } from '../core/migration.js';
import type { Project } from './rule.js';

interface FileScene {
  readonly migration: Migration;
  readonly section: Section;
}

/** What the reader found in the section's file under a rule's id. Said once where both directions share the file. */
export function problemsInFile({ migration, section }: FileScene, ruleId: string): readonly SourceProblem[] {
  if (section.direction === 'down' && section.path === migration.up.path) return [];
  return migration.problems.filter((problem) => problem.ruleId === ruleId && problem.path === section.path);
}

export interface FolderProblem {
  readonly data: { readonly file: string; readonly reason: string };
  readonly at: SourceProblem['span'];
  /** The file to report it in; absent where no migration has that file. */
  readonly path: string | undefined;
  readonly subject: string;
}

/** What the reader found in the folder as a whole under a rule's id, as `history` checks report it. */
export function problemsInFolder({ skipped = [], migrations }: Project, ruleId: string): readonly FolderProblem[] {
  const files = new Set(migrations.flatMap(({ up, down }) => [up.path, down?.path]));
  return skipped
    .filter((problem) => problem.ruleId === ruleId)
    .map(({ path, message, span }) => ({
      data: { file: path, reason: message },
      at: span,
      path: files.has(path) ? path : undefined,
      subject: `${path} ${message}`,
    }));
}
