import type { ObjectType } from '../sql/operation.js';

/** Objects besides tables and columns that code outside the database names. */
export const namedInCode: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'view',
  'materialized view',
  'function',
  'procedure',
  'routine',
  'aggregate',
  'type',
  'domain',
  'sequence',
]);
