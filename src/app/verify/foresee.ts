import type { ServerVersion } from '../../core/server.js';
import type { Effects } from '../../effects/effects.js';
import { lintHistory } from '../../engine/lint-history.js';
import type { Project } from '../../engine/rule.js';
import type { Parser } from '../../sql/parser.js';

/** The effects of the statements of ups, by the path of the file and the index of the statement. */
export type Foreseen = ReadonlyMap<string, ReadonlyMap<number, readonly Effects[]>>;

/** What lint says of the statements of the judged ups, on a server of that version. */
export function foresee(
  project: Project,
  parser: Parser,
  judged: (path: string) => boolean,
  version: ServerVersion,
): Foreseen {
  const foreseen = new Map<string, Map<number, readonly Effects[]>>();
  lintHistory({
    project: { ...project, server: { ...project.server, version } },
    parser,
    rules: [],
    judged,
    onStatement: ({ section, statement, effects }) => {
      if (section.direction !== 'up') return;
      const before = foreseen.get(section.path) ?? new Map<number, readonly Effects[]>();
      foreseen.set(section.path, before.set(statement.index, effects));
    },
  });
  return foreseen;
}
