import type { Section } from '../core/migration.js';
import type { Span } from '../core/span.js';

/**
 * Nothing but the semicolon and white space stands between two statements of the file. The section's own text does not tell:
 * the other direction, which may stand there, is blanked in it, as are lines of psql.
 */
export const isRightBefore = ({ source }: Pick<Section, 'source'>, first: Span, second: Span): boolean =>
  /^\s*;\s*$/.test(source.slice(first.end, second.start));
