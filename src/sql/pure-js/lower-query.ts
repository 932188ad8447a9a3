import type * as package_ from 'pgsql-ast-parser';
import type { Query } from '../expression.js';
import { queryParts } from '../gathered-query.js';
import { spanOf, type TreeContext } from './package-tree.js';
import { gatherSelect } from './query-parts.js';

/** Throws `Unreadable` where the package's tree is not what PostgreSQL reads. */
export function lowerQuery(node: package_.Statement, context: TreeContext): Query {
  const parts = queryParts();
  const { columns, where } = gatherSelect(node, parts, context);
  const { relations, expressions, modifies, locking, hasLimit } = parts;
  return { relations, columns, where, expressions, locking, hasLimit, modifies, span: spanOf(node, context) };
}
