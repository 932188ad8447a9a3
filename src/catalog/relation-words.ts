import type { Relation, RelationKind } from './model.js';

const words: Readonly<Record<RelationKind, string>> = {
  table: 'table',
  partitionedTable: 'table',
  foreignTable: 'foreign table',
  view: 'view',
  materializedView: 'materialized view',
  sequence: 'sequence',
  compositeType: 'type',
};

/** What messages call the relation: `materialized view`. */
export const relationWord = ({ kind }: Pick<Relation, 'kind'>): string => words[kind];

/** What CREATE, DROP and COMMENT ON call it: `MATERIALIZED VIEW`. */
export const relationKeyword = (relation: Pick<Relation, 'kind'>): string => relationWord(relation).toUpperCase();
