import type { Relation } from '../../catalog/model.js';
import { relationKeyword } from '../../catalog/relation-words.js';
import { quoteIdentifier, quoteName } from '../../core/name.js';
import { literal } from './sql-text.js';

export const commentText = (relation: Relation, text: string | undefined): string =>
  `COMMENT ON ${relationKeyword(relation)} ${quoteName(relation.name)} IS ${text === undefined ? 'NULL' : literal(text)}`;

export const columnCommentText = ({ name }: Relation, column: string, text: string | undefined): string =>
  `COMMENT ON COLUMN ${quoteName(name)}.${quoteIdentifier(column)} IS ${text === undefined ? 'NULL' : literal(text)}`;
