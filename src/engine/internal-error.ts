import { ruleIndexUrl } from '../core/docs-url.js';
import type { Place } from '../core/line-map.js';
import type { Span } from '../core/span.js';
import { type Draft, hashIdentity, type Scene, spanPlaces } from './draft.js';

export const internalErrorId = 'internal-error';

/** A defect of the program itself, told as a finding so that the rest of the run is not lost with it. */
export function draftInternalError(
  failed: string,
  cause: unknown,
  { section, statement }: Scene,
  placeOf: (offset: number) => Place,
  scope: string,
): Draft {
  const span: Span = statement?.span ?? { start: 0, end: 0 };
  const at = statement ? `, statement ${statement.index + 1}` : '';
  return {
    ruleId: internalErrorId,
    category: 'history',
    severity: 'error',
    direction: section.direction,
    message: `${failed} failed in ${section.path}${at}: ${cause instanceof Error ? cause.message : String(cause)}`,
    messageId: internalErrorId,
    effect: 'This part of the file was not checked.',
    workaround: 'Please report this error of pgairlock together with the statement.',
    url: ruleIndexUrl,
    path: section.path,
    span,
    ...spanPlaces(span, placeOf),
    statement: statement?.index,
    locks: [],
    rewrites: [],
    scans: [],
    identity: hashIdentity(
      scope,
      internalErrorId,
      failed,
      section.text.slice(span.start, span.end).replace(/\s+/g, ' '),
    ),
  };
}
