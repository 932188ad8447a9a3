import type { StatementTrace } from '../core/report.js';
import type { Effects } from '../effects/effects.js';
import { effectFacts, relations } from './effect-facts.js';
import type { JudgedStatement } from './lint-history.js';

/** Longer statements are cut. Characters. */
const longestText = 2000;

/** What others notice of a statement: effects on relations that only this transaction can see are left out. */
export function traceOf({ section, statement, effects, placeOf }: JudgedStatement): StatementTrace {
  const { start, end } = statement.span;
  const noticed = effects.map(visibleEffects);
  return {
    direction: section.direction,
    line: placeOf(start).line,
    endLine: placeOf(end).line,
    text: section.source.slice(start, Math.min(end, start + longestText)),
    ...effectFacts(noticed),
    indexBuilds: relations(noticed.flatMap(({ indexBuilds }) => indexBuilds)),
  };
}

const isVisible = ({ visible }: { readonly visible: string }): boolean => visible !== 'no';

const visibleEffects = (effects: Effects): Effects => ({
  ...effects,
  locks: effects.locks.filter(isVisible),
  rewrites: effects.rewrites.filter(isVisible),
  scans: effects.scans.filter(isVisible),
  indexBuilds: effects.indexBuilds.filter(isVisible),
});
