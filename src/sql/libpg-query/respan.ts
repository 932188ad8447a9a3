import type { Span } from '../../core/span.js';
import type { Operation } from '../operation.js';

const offsets = new Set(['afterIndexKeyword', 'afterTargetKeyword']);

/** The operation with every place in it set to one span: for SQL whose own places are not those of the text. */
export const withSpan = (operation: Operation, span: Span): Operation => replace(operation, span);

function replace(value: any, span: Span): any {
  if (Array.isArray(value)) return value.map((item) => replace(item, span));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      if (field === 'span' || field === 'bodySpan') return [field, inner === undefined ? undefined : span];
      return [field, offsets.has(field) ? span.start : replace(inner, span)];
    }),
  );
}
