import type { Direction, TransactionModel } from '../core/migration.js';
import type { Span } from '../core/span.js';
import { keepOnly } from './blank.js';
import { isInside, literalSpans } from './literals.js';
import type { SectionText } from './sections.js';

/** One direction's part of a file, and how the tool sends it. */
export interface DirectionText extends SectionText {
  readonly transaction: TransactionModel;
}

/** Something wrong in a file, before it is known which file that is. */
export interface LocalProblem {
  readonly ruleId: string;
  readonly message: string;
  readonly span: Span;
}

/** A file cut into its two directions. */
export interface FileParts {
  readonly up: DirectionText;
  readonly down?: DirectionText | undefined;
  /** What the up's checksum is made of: its text without the other direction. */
  readonly upSource: string;
  readonly problems: readonly LocalProblem[];
}

/** A line that says which direction follows. */
export interface Marker {
  readonly direction: Direction;
  readonly span: Span;
  /** The line as written, without its newline. */
  readonly text: string;
}

export interface FoundMarkers {
  readonly markers: readonly Marker[];
  /** Marker lines in a string or a function body, where the tool splits all the same. */
  readonly problems: readonly LocalProblem[];
}

/**
 * Finds a format's markers. `up` and `down` are global patterns of whole lines; without `up`, all that is before `down`
 * is up.
 */
export function findMarkers(source: string, up: RegExp | undefined, down: RegExp): FoundMarkers {
  const found = [...(up ? matchesOf(source, up, 'up') : []), ...matchesOf(source, down, 'down')].toSorted(
    (a, b) => a.span.start - b.span.start,
  );
  if (found.length === 0) return { markers: [], problems: [] };
  const literals = literalSpans(source);
  return {
    markers: found.filter(({ span }) => !isInside(literals, span.start)),
    problems: found
      .filter(({ span }) => isInside(literals, span.start))
      .map(({ span, text }) => ({
        ruleId: 'marker-in-string',
        message: `The line "${text.trim()}" is part of a string, a quoted name, a function body or a block comment, and the tool cuts the file there all the same.`,
        span,
      })),
  };
}

const matchesOf = (source: string, pattern: RegExp, direction: Direction): readonly Marker[] =>
  [...source.matchAll(pattern)].map(({ index, 0: text }) => ({
    direction,
    span: { start: index, end: index + text.length },
    text,
  }));

/** Each direction's text: what follows its markers, up to the next marker. */
export function cutAtMarkers(
  source: string,
  markers: readonly Marker[],
  direction: Direction,
): { readonly text: string; readonly span: Span; readonly parts: readonly Span[]; readonly own: string } | undefined {
  const spans = markers.flatMap((marker, at) =>
    marker.direction === direction
      ? [{ start: marker.span.end, end: markers[at + 1]?.span.start ?? source.length }]
      : [],
  );
  const [first] = spans;
  const last = spans.at(-1);
  const marker = markers.find((candidate) => candidate.direction === direction);
  if (!first || !last || !marker) return undefined;
  return {
    text: keepOnly(source, spans),
    span: { start: marker.span.start, end: last.end },
    parts: spans,
    own: spans.map(({ start, end }) => source.slice(start, end)).join(''),
  };
}

/** A file whose every line is up. */
export const allUp = (
  source: string,
  transaction: TransactionModel,
  problems: readonly LocalProblem[] = [],
): FileParts => ({ up: { text: source, form: 'file', transaction }, upSource: source, problems });

/** Cuts a file at its markers. Without any up marker nothing is up, which the caller reports. */
export function cutFile(
  source: string,
  markers: readonly Marker[],
  transactionOf: (direction: Direction) => TransactionModel,
  problems: readonly LocalProblem[],
): FileParts {
  const up = cutAtMarkers(source, markers, 'up');
  const down = cutAtMarkers(source, markers, 'down');
  return {
    up: {
      text: up?.text ?? keepOnly(source, []),
      form: 'section',
      span: up?.span,
      transaction: transactionOf('up'),
    },
    down: down && {
      text: down.text,
      form: 'section',
      span: down.span,
      parts: down.parts.length > 1 ? down.parts : undefined,
      transaction: transactionOf('down'),
    },
    upSource: up?.own ?? '',
    problems,
  };
}
