import type { Section } from '../core/migration.js';
import type { Script } from './script.js';

/** What of a section says in which order its statements run. */
export type RunOrder = Partial<Pick<Section, 'direction' | 'parts'>>;

/** The script of a section with its statements as they run: of several downs in one file, the last one undoes what was done last. */
export function inRunOrder(script: Script, { direction, parts }: RunOrder): Script {
  if (direction !== 'down' || parts === undefined) return script;
  const statements = parts
    .toReversed()
    .flatMap((part) => script.statements.filter(({ span }) => span.start >= part.start && span.start < part.end));
  return { ...script, statements: statements.map((statement, index) => ({ ...statement, index })) };
}
