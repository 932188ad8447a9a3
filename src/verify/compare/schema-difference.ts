import type { LiveObject } from '../../database/introspection/live-schema.js';

/** One thing in which a schema is other than the one it should be. */
export type SchemaDifference = MissingObject | UnexpectedObject | ChangedAttribute;

export interface MissingObject {
  readonly kind: 'missing';
  readonly object: LiveObject;
  /** How many parts went with it: columns, constraints, indexes, … */
  readonly parts: number;
}

export interface UnexpectedObject {
  readonly kind: 'unexpected';
  readonly object: LiveObject;
  readonly parts: number;
}

export interface ChangedAttribute {
  readonly kind: 'changed';
  readonly object: LiveObject;
  readonly attribute: string;
  /** Absent: it was not set. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}
