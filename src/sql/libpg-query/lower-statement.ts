import type { Operation } from '../operation.js';
import { alterTable } from './alter-table.js';
import { blocks } from './blocks.js';
import { comments } from './comments.js';
import type { LoweringContext } from './context.js';
import { data } from './data.js';
import { drops } from './drops.js';
import { functions } from './functions.js';
import { indexes } from './indexes.js';
import type { Lowerings } from './lowering.js';
import { maintenance } from './maintenance.js';
import { otherStatements } from './other-statements.js';
import { policies } from './policies.js';
import { privileges } from './privileges.js';
import { renames } from './renames.js';
import { replication } from './replication.js';
import { roles } from './roles.js';
import { schemas } from './schemas.js';
import { selects } from './selects.js';
import { sequences } from './sequences.js';
import { server } from './server.js';
import { session } from './session.js';
import { tables } from './tables.js';
import { transactions } from './transactions.js';
import { type Tree, tagged } from './tree.js';
import { triggers } from './triggers.js';
import { types } from './types.js';
import { views } from './views.js';

const lowerings: Lowerings = {
  ...tables,
  ...alterTable,
  ...renames,
  ...drops,
  ...indexes,
  ...views,
  ...functions,
  ...triggers,
  ...policies,
  ...privileges,
  ...roles,
  ...schemas,
  ...sequences,
  ...types,
  ...comments,
  ...replication,
  ...server,
  ...data,
  ...selects,
  ...maintenance,
  ...session,
  ...transactions,
  ...blocks,
  ...otherStatements,
};

/**
 * The operations of one statement, never none; what has no lowering is `unknown`.
 * @param node as it stands in the tree: `{ CreateStmt: { … } }`
 */
export function lowerStatement(node: Tree, ctx: LoweringContext): Operation[] {
  const [tag, tree] = tagged(node);
  const lowered = Object.hasOwn(lowerings, tag) ? lowerings[tag]?.(tree, ctx, lowerStatement) : undefined;
  return lowered?.length ? lowered : [{ kind: 'unknown', span: ctx.statement, tag }];
}
