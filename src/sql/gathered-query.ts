import type { Expression, RelationReference } from './expression.js';

/** What a query is made of, gathered while its tree is walked. */
export interface QueryParts {
  readonly relations: RelationReference[];
  readonly expressions: Expression[];
  readonly modifies: RelationReference[];
  locking: boolean;
  hasLimit: boolean;
}

export const queryParts = (): QueryParts => ({
  relations: [],
  expressions: [],
  modifies: [],
  locking: false,
  hasLimit: false,
});
