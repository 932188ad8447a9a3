import type { Operation } from '../operation.js';
import type { LoweringContext } from './context.js';
import type { Lowerings } from './lowering.js';

function lowerTransaction(node: any, { statement: span }: LoweringContext): Operation {
  const chain = node.chain ?? false;
  const savepoint = node.savepoint_name ?? '';
  switch (node.kind ?? 'TRANS_STMT_BEGIN') {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return { kind: 'beginTransaction', span };
    case 'TRANS_STMT_COMMIT':
      return { kind: 'commitTransaction', span, chain };
    case 'TRANS_STMT_ROLLBACK':
      return { kind: 'rollbackTransaction', span, chain };
    case 'TRANS_STMT_SAVEPOINT':
      return { kind: 'savepoint', span, savepoint };
    case 'TRANS_STMT_RELEASE':
      return { kind: 'releaseSavepoint', span, savepoint };
    case 'TRANS_STMT_ROLLBACK_TO':
      return { kind: 'rollbackToSavepoint', span, savepoint };
    case 'TRANS_STMT_PREPARE':
      return { kind: 'preparedTransaction', span, action: 'prepare' };
    case 'TRANS_STMT_COMMIT_PREPARED':
      return { kind: 'preparedTransaction', span, action: 'commit' };
    case 'TRANS_STMT_ROLLBACK_PREPARED':
      return { kind: 'preparedTransaction', span, action: 'rollback' };
    default:
      return { kind: 'unknown', span, tag: 'TransactionStmt' };
  }
}

export const transactions: Lowerings = {
  TransactionStmt: (node, ctx) => [lowerTransaction(node, ctx)],
};
