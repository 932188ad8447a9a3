import type { Relation } from '../../catalog/model.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { literal } from './sql-text.js';

const commentWords = {
  table: 'TABLE',
  partitionedTable: 'TABLE',
  foreignTable: 'FOREIGN TABLE',
  view: 'VIEW',
  materializedView: 'MATERIALIZED VIEW',
  sequence: 'SEQUENCE',
  compositeType: 'TYPE',
} as const;

export const relationWord = ({ kind }: Relation): string => commentWords[kind];

export const commentText = (relation: Relation, text: string | undefined): string =>
  `COMMENT ON ${relationWord(relation)} ${quoteName(relation.name)} IS ${text === undefined ? 'NULL' : literal(text)}`;

export const columnCommentText = ({ name }: Relation, column: string, text: string | undefined): string =>
  `COMMENT ON COLUMN ${quoteName(name)}.${quoteIdentifier(column)} IS ${text === undefined ? 'NULL' : literal(text)}`;
