import type { Lowerings } from './lowering.js';
import { objectName, objectTypeOf } from './object-names.js';

export const comments: Lowerings = {
  CommentStmt: (node, ctx) => [
    {
      kind: 'commentOn',
      span: ctx.statement,
      objectType: objectTypeOf(node.objtype),
      object: objectName(node.objtype, node.object, ctx),
      // To the server, an empty comment is none.
      text: node.comment || null,
    },
  ],
};
