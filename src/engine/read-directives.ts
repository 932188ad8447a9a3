import type { Span } from '../core/span.js';
import type { Comment, Script } from '../sql/script.js';
import type { Suppression } from './suppressions.js';

/** A suppression comment as it was read, before anybody knows what it hides. */
export interface Directive {
  readonly span: Span;
  readonly directive: string;
  readonly form: Suppression['form'];
  readonly names: readonly string[];
  readonly reason?: string | undefined;
  readonly target: Target;
}

/** `statement` takes what begins in the span, `line` what touches it. */
export type Target =
  | { readonly kind: 'file' | 'nothing' }
  | { readonly kind: 'statement' | 'line'; readonly span: Span };

const marker = 'pgairlock-disable';
const forms: Readonly<Record<string, Suppression['form']>> = {
  'pgairlock-disable-next-line': 'next-line',
  'pgairlock-disable-line': 'line',
  'pgairlock-disable-file': 'file',
};

/** Cheap enough to ask of every file. */
export const mayHoldDirectives = (text: string): boolean => text.includes(marker);

/** The suppression comments of one section. */
export function readDirectives(script: Script): Directive[] {
  const commands = mayHoldDirectives(script.text) ? commandSpans(script) : [];
  return script.comments.flatMap((comment) => readDirective(comment, script.text, commands) ?? []);
}

/** The suppression comments outside of all sections. There, only those for the whole file have something to hide. */
export const readFileDirectives = (comments: readonly Comment[], text: string): Directive[] =>
  comments.flatMap((comment) => readDirective(comment, text, []) ?? []).filter(({ form }) => form === 'file');

function readDirective(comment: Comment, text: string, commands: readonly Span[]): Directive | undefined {
  const words = comment.text.trim();
  if (!words.startsWith(marker)) return undefined;
  const [directive = ''] = words.split(/\s/, 1);
  const [list = '', ...reasons] = words.slice(directive.length).split(/(?<=^|\s)--(?=\s|$)/);
  const form = forms[directive] ?? 'unknown';
  return {
    span: comment.span,
    directive,
    form,
    names: list.split(/[\s,]+/).filter((name) => name !== ''),
    reason: reasons.join('--').replace(/\s+/g, ' ').trim() || undefined,
    target: targetOf(form, comment.span, text, commands),
  };
}

function targetOf(form: Suppression['form'], comment: Span, text: string, commands: readonly Span[]): Target {
  switch (form) {
    case 'unknown':
      return { kind: 'nothing' };
    case 'file':
      return { kind: 'file' };
    case 'line':
      return { kind: 'line', span: linesAround(text, comment) };
    case 'next-line':
      return nextTarget(text, comment, commands);
  }
}

function nextTarget(text: string, comment: Span, commands: readonly Span[]): Target {
  const isInside = commands.some(({ start, end }) => start < comment.start && comment.end <= end);
  if (isInside) {
    const after = text.indexOf('\n', comment.end) + 1 || text.length;
    return { kind: 'line', span: linesAround(text, { start: after, end: after }) };
  }
  const next = commands.find(({ start }) => start >= comment.end);
  return next ? { kind: 'statement', span: next } : { kind: 'nothing' };
}

function linesAround(text: string, { start, end }: Span): Span {
  const lineEnd = text.indexOf('\n', end);
  return { start: start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1, end: lineEnd < 0 ? text.length : lineEnd };
}

/** Whatever a finding may be about, in order of place: also what could not be read as SQL. */
const commandSpans = ({ statements, problems, metaCommands }: Script): Span[] =>
  [...statements, ...problems, ...metaCommands].map(({ span }) => span).toSorted((a, b) => a.start - b.start);
