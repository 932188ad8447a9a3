import type { Effects } from '../../src/effects/effects.js';
import { lintHistory } from '../../src/engine/lint-history.js';
import type { Project } from '../../src/engine/rule.js';
import type { Parser } from '../../src/sql/parser.js';

/** Effects of each operation of a statement, by the path of its section and the statement's index. */
export type Foreseen = (path: string, statement: number) => readonly Effects[];

/** What reading the project says that its statements do. */
export function foresee(project: Project, parser: Parser): Foreseen {
  const all = new Map<string, readonly Effects[]>();
  const keyOf = (path: string, statement: number): string => `${statement} ${path}`;
  lintHistory({
    project,
    parser,
    rules: [],
    judged: () => true,
    onStatement: ({ section, statement, effects }) => all.set(keyOf(section.path, statement.index), effects),
  });
  return (path, statement) => all.get(keyOf(path, statement)) ?? [];
}
