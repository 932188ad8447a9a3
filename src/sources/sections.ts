import type { Section } from '../core/migration.js';
import type { Span } from '../core/span.js';
import { lex } from '../sql/lexer.js';
import { keepOnly } from './blank.js';
import { hasLiveSql, uncomment } from './uncomment.js';

/** One direction's part of a file. */
export interface SectionText {
  readonly text: string;
  readonly form: Section['form'];
  readonly span?: Span | undefined;
  readonly parts?: readonly Span[] | undefined;
}

export interface Sections {
  readonly up: SectionText;
  readonly down?: SectionText | undefined;
  /** What the up's checksum is made of: its text without the other direction. */
  readonly upSource: string;
}

interface Marker {
  readonly kind: 'up' | 'down' | 'rollback-start' | 'rollback-end';
  readonly span: Span;
}

const directionLine = /^[ \t=*-]*(UP|DOWN)[ \t]+MIGRATION[ \t]*(?:\([^()]*\))?[ \t:=*-]*$/i;
const rollbackLine = /^[ \t=*-]*ROLLBACK[ \t]+(START|END)[ \t]*(?:\([^()]*\))?[ \t:=*-]*$/i;
const ruler = /^[ \t]*--[ \t]*={3,}[ \t]*$/;
// Most files hold no marker, and need no lexing to know it.
const candidate = /^[ \t]*--.*\b(?:UP|DOWN)[ \t]+MIGRATION|^[ \t]*--.*\bROLLBACK[ \t]+(?:START|END)/im;

/**
 * Finds the two directions of a file: behind `-- UP MIGRATION` and `-- DOWN MIGRATION` (a ruler of `=` above and below
 * belongs to the marker), or between `-- ROLLBACK START` and `-- ROLLBACK END`. A down section whose every line is a
 * comment is read as the SQL behind the comment marks.
 */
export function splitSections(source: string): Sections {
  const markers = candidate.test(source) ? findMarkers(source) : [];
  const down = downSpan(source, markers);
  if (down === undefined) return { up: { text: source, form: 'file' }, upSource: source };
  const upSpans = [
    { start: 0, end: down.start },
    { start: down.end, end: source.length },
  ];
  return {
    up: { text: keepOnly(source, upSpans), form: 'section', span: upSpan(source, markers, down) },
    down: readDown(source, down),
    upSource: upSpans.map(({ start, end }) => source.slice(start, end)).join(''),
  };
}

function readDown(source: string, span: Span): SectionText {
  const live = keepOnly(source, [span]);
  if (hasLiveSql(live)) return { text: live, form: 'live-section', span };
  return { text: uncomment(source, span), form: 'commented-section', span };
}

function findMarkers(source: string): readonly Marker[] {
  const markers: Marker[] = [];
  for (const comment of lex(source).comments) {
    if (comment.form !== 'line') continue;
    const kind = markerKind(comment.text);
    if (kind !== undefined) markers.push({ kind, span: withRulers(source, comment.span) });
  }
  return markers;
}

function markerKind(text: string): Marker['kind'] | undefined {
  const direction = directionLine.exec(text)?.[1]?.toLowerCase();
  if (direction !== undefined) return direction === 'up' ? 'up' : 'down';
  const edge = rollbackLine.exec(text)?.[1]?.toLowerCase();
  if (edge !== undefined) return edge === 'start' ? 'rollback-start' : 'rollback-end';
  return undefined;
}

/** The whole lines of a marker, with the rulers just above and below. */
function withRulers(source: string, comment: Span): Span {
  let start = lineStart(source, comment.start);
  let end = lineEnd(source, comment.end);
  if (start > 0) {
    const above = lineStart(source, start - 1);
    if (ruler.test(trimNewline(source.slice(above, start)))) start = above;
  }
  const below = lineEnd(source, end);
  if (below > end && ruler.test(trimNewline(source.slice(end, below)))) end = below;
  return { start, end };
}

const trimNewline = (line: string): string => line.replace(/[\r\n]+$/, '');
const lineStart = (source: string, at: number): number => source.lastIndexOf('\n', at - 1) + 1;
const lineEnd = (source: string, at: number): number => {
  const newline = source.indexOf('\n', at);
  return newline === -1 ? source.length : newline + 1;
};

function downSpan(source: string, markers: readonly Marker[]): Span | undefined {
  const start = markers.find((marker) => marker.kind === 'down' || marker.kind === 'rollback-start');
  if (start === undefined) return undefined;
  const closing = start.kind === 'down' ? 'up' : 'rollback-end';
  const end = markers.find((marker) => marker.kind === closing && marker.span.start >= start.span.end);
  if (end === undefined) return { start: start.span.start, end: source.length };
  return { start: start.span.start, end: closing === 'up' ? end.span.start : end.span.end };
}

function upSpan(source: string, markers: readonly Marker[], down: Span): Span {
  const marker = markers.find(({ kind }) => kind === 'up');
  if (marker === undefined) return { start: 0, end: down.start };
  const end = marker.span.start < down.start ? down.start : source.length;
  return { start: marker.span.start, end };
}
