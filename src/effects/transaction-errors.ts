import type { Operation } from '../sql/operation.js';
import type { Script } from '../sql/script.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import type { Session } from './session.js';

/** The statement's name, as the server's error has it, where it cannot run in a transaction block. */
export function cannotRunInTransaction(op: Operation): string | undefined {
  switch (op.kind) {
    case 'createIndex':
      return op.concurrently ? 'CREATE INDEX CONCURRENTLY' : undefined;
    case 'dropIndex':
      return op.concurrently ? 'DROP INDEX CONCURRENTLY' : undefined;
    case 'reindex':
      if (op.concurrently) return 'REINDEX CONCURRENTLY';
      return op.target === 'index' || op.target === 'table' ? undefined : `REINDEX ${op.target.toUpperCase()}`;
    case 'detachPartition':
      return op.concurrently ? 'ALTER TABLE ... DETACH CONCURRENTLY' : undefined;
    case 'vacuum':
      return 'VACUUM';
    case 'cluster':
      return op.table === undefined ? 'CLUSTER' : undefined;
    case 'alterSystem':
      return 'ALTER SYSTEM';
    case 'createDatabase':
      return 'CREATE DATABASE';
    case 'dropDatabase':
      return 'DROP DATABASE';
    case 'createTablespace':
      return 'CREATE TABLESPACE';
    case 'createSubscription':
      return op.createsSlot ? 'CREATE SUBSCRIPTION ... WITH (create_slot = true)' : undefined;
    case 'dropObject':
      return op.objectType === 'tablespace' ? 'DROP TABLESPACE' : undefined;
    case 'dynamicSql':
      return op.literal === undefined ? undefined : startOf(op.literal);
    default:
      return undefined;
  }
}

/** A statement that has to be outside of any transaction block. In a DO block it fails whatever stands around it. */
export const standsAlone = (op: Operation): boolean =>
  op.block === undefined && cannotRunInTransaction(op) !== undefined;

/**
 * The file is sent statement by statement, as its tool does that where one of them cannot be in a transaction.
 * @param adaptive as of the section
 */
export const leavesTransaction = (adaptive: boolean | undefined, { statements }: Script): boolean =>
  adaptive === true && statements.some(({ operations }) => operations.some(standsAlone));

const dynamicStarts: readonly (readonly [RegExp, string])[] = [
  [/^\s*create\s+(?:unique\s+)?index\s+concurrently\b/i, 'CREATE INDEX CONCURRENTLY'],
  [/^\s*drop\s+index\s+concurrently\b/i, 'DROP INDEX CONCURRENTLY'],
  [/^\s*reindex\b.*\bconcurrently\b/is, 'REINDEX CONCURRENTLY'],
  [/^\s*vacuum\b/i, 'VACUUM'],
  [/^\s*alter\s+system\b/i, 'ALTER SYSTEM'],
  [/^\s*create\s+database\b/i, 'CREATE DATABASE'],
];

const startOf = (sql: string): string | undefined => dynamicStarts.find(([start]) => start.test(sql))?.[1];

/** What the Supabase CLI takes out of its batch and sends by itself, from 2.109 on. */
export function isSentAlone(op: Operation): boolean {
  switch (op.kind) {
    case 'createIndex':
    case 'dropIndex':
    case 'reindex':
      return op.concurrently;
    case 'vacuum':
    case 'alterSystem':
    case 'cluster':
      return true;
    default:
      return false;
  }
}

/** Errors that come from where in a transaction the operation stands. */
export function transactionErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  return [...blockedByTransaction(op, env), ...needsTransaction(op, env.session), ...endsInBlock(op, env.session)];
}

function blockedByTransaction(op: Operation, { session, server }: EffectsEnvironment): readonly CertainError[] {
  const name = cannotRunInTransaction(op);
  if (name === undefined) return [];
  const fail = (words: string): readonly CertainError[] => [{ sqlstate: '25001', message: `${name} ${words}` }];
  if (op.block !== undefined) return fail('cannot be executed from a function');
  if (session.transaction === 'none') return [];
  if (session.transaction === 'file' || !isPipeline(session)) return fail('cannot run inside a transaction block');
  if (session.model === 'pipeline-standalone' && isSentAlone(op)) return [];
  // The first message of a batch is not yet part of a transaction with others.
  if (session.statementsInTransaction === 0) return [];
  return fail(server.version < 18 ? 'cannot be executed within a pipeline' : 'cannot run inside a transaction block');
}

const isPipeline = ({ model }: Session): boolean => model === 'pipeline' || model === 'pipeline-standalone';

/** A batch is a transaction, but not a transaction block, which these ask for. */
function needsTransaction(op: Operation, session: Session): readonly CertainError[] {
  const name = needsBlock(op);
  if (name === undefined || op.block !== undefined) return [];
  const isBlock =
    session.transaction === 'file' ||
    (session.transaction === 'runner' &&
      !isPipeline(session) &&
      (op.kind === 'lockTable' || session.model === 'transaction'));
  return isBlock ? [] : [{ sqlstate: '25P01', message: `${name} can only be used in transaction blocks` }];
}

/** The statement's name where it can be used in a transaction block only. */
export function needsBlock(op: Operation): string | undefined {
  switch (op.kind) {
    case 'lockTable':
      return 'LOCK TABLE';
    case 'savepoint':
      return 'SAVEPOINT';
    case 'releaseSavepoint':
      return 'RELEASE SAVEPOINT';
    case 'rollbackToSavepoint':
      return 'ROLLBACK TO SAVEPOINT';
    default:
      return undefined;
  }
}

/** COMMIT and ROLLBACK in a DO block work only where the block itself is no part of a transaction. */
function endsInBlock(op: Operation, { transaction }: Session): readonly CertainError[] {
  const ends = op.kind === 'commitTransaction' || op.kind === 'rollbackTransaction';
  if (!ends || op.block === undefined || transaction === 'none') return [];
  return [{ sqlstate: '2D000', message: 'invalid transaction termination' }];
}
