import type { References } from '../expression.js';
import type { Operation } from '../operation.js';
import { mergeReferences, namedReferences, referencesOf } from '../references.js';

/** The names that one statement of a BEGIN ATOMIC body speaks of. */
export function operationReferences(operation: Operation): References {
  switch (operation.kind) {
    case 'select':
      return referencesOf(operation.query);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return mergeReferences([
        namedReferences({
          relations: [operation.table, ...operation.reads],
          columns: 'columns' in operation ? operation.columns : [],
        }),
        referencesOf(operation.expressions),
      ]);
    default:
      return namedReferences({});
  }
}
