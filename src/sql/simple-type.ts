import type { Span } from '../core/span.js';
import type { TypeName } from './expression.js';

/** A type by its bare name, where no statement writes it. */
export const simpleType = (name: string, span: Span, more: Partial<TypeName> = {}): TypeName => ({
  name,
  modifiers: [],
  arrayDimensions: 0,
  percentType: false,
  setof: false,
  span,
  ...more,
});
