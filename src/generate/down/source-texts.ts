import { quoteIdentifier } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { type Expression, walk } from '../../sql/expression.js';
import type { CreateFunction, Operation } from '../../sql/operation.js';

/**
 * The SQL that the parts of replayed operations were written as. The catalog keeps the span objects of what it took over,
 * also where names in an expression were changed, so that a span is the key.
 */
export interface SourceTexts {
  /** Call before the operation is applied. `text` is what its spans count in. */
  record(op: Operation, text: string): void;
  textAt(span: Span | undefined): string | undefined;
  /** The statement of a routine, by its whole text. */
  routineOf(text: string): CreateFunction | undefined;
  /** The operation whose own span this is. */
  operationAt(span: Span | undefined): Operation | undefined;
  /** The expression as SQL, under the names that its columns have now; undefined where its text is not known. */
  expression(expression: Expression | undefined): string | undefined;
}

export function createSourceTexts(): SourceTexts {
  const texts = new WeakMap<Span, string>();
  const operations = new WeakMap<Span, Operation>();
  const routines = new Map<string, CreateFunction>();
  const textAt = (span: Span | undefined): string | undefined => {
    const text = span && texts.get(span);
    return span && text?.slice(span.start, span.end);
  };
  return {
    record(op, text) {
      operations.set(op.span, op);
      if (op.kind === 'createFunction') routines.set(text.slice(op.span.start, op.span.end), op);
      for (const span of spansIn(op)) if (!texts.has(span)) texts.set(span, text);
    },
    textAt,
    routineOf: (text) => routines.get(text),
    operationAt: (span) => span && operations.get(span),
    expression(expression) {
      const text = textAt(expression?.span);
      return expression && text === undefined ? undefined : withPresentNames(expression, text ?? '');
    },
  };
}

function* spansIn(value: unknown): Generator<Span> {
  if (typeof value !== 'object' || value === null) return;
  if (isSpan(value)) {
    yield value;
    return;
  }
  for (const part of Object.values(value)) yield* spansIn(part);
}

const isSpan = (value: object): value is Span =>
  'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number';

/** Writes the column references that were renamed since under their names of today. */
function withPresentNames(expression: Expression | undefined, text: string): string | undefined {
  if (expression === undefined) return undefined;
  const { start } = expression.span;
  const references = [...walk(expression)]
    .flatMap((part) => (part.kind === 'column' ? [part] : []))
    .toSorted((a, b) => b.span.start - a.span.start);
  let written = text;
  for (const { span, path } of references) {
    const [from, to] = [span.start - start, span.end - start];
    const old = written.slice(from, to);
    if (from < 0 || to > text.length || samePath(old, path)) continue;
    written = written.slice(0, from) + path.map(quoteIdentifier).join('.') + written.slice(to);
  }
  return written;
}

/** `T."Id"` and `['t', 'Id']` are one path. A span that holds more than a path is left alone. */
function samePath(written: string, path: readonly string[]): boolean {
  const parts = written.match(/"(?:[^"]|"")+"|[^\s."]+/g) ?? [];
  if (parts.join('.') !== written.replace(/\s*\.\s*/g, '.')) return true;
  return parts.map(fold).join('\u0000') === path.join('\u0000') || path.includes('*');
}

const fold = (part: string): string =>
  part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase();
