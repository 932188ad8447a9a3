import type { Step } from './layout.js';
import { type Phase, phase } from './step.js';

/**
 * The same steps, in the order of the up, with new extensions as early as their schemas allow: they are then dropped behind
 * the tables that came to use them, also where those were made before them.
 */
export function extensionsLast(steps: readonly Step[]): readonly Step[] {
  let ordered: readonly Step[] = [];
  for (const step of steps) {
    const at = drops(step, phase.dropExtensions)
      ? ordered.findLastIndex((before) => drops(before, phase.dropSchemas) || drops(before, phase.dropExtensions)) + 1
      : ordered.length;
    ordered = [...ordered.slice(0, at), step, ...ordered.slice(at)];
  }
  return ordered;
}

const drops = ({ undo }: Step, what: Phase): boolean => undo.statements.some((one) => one.phase === what);
