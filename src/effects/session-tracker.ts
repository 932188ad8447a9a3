import type { Catalog } from '../catalog/catalog.js';
import type { TransactionModel } from '../core/migration.js';
import type { TargetServer } from '../core/server.js';
import type { Operation } from '../sql/operation.js';
import type { Effects } from './effects.js';
import type { Session, TransactionOwner } from './session.js';
import { createSettingsTracker } from './settings-tracker.js';
import { isSentAlone, standsAlone } from './transaction-errors.js';
import { follow, holdLocks } from './transaction-state.js';
import { createTransactionTracker } from './transaction-tracker.js';

/** Follows the session that a file runs in: who holds the transaction, and what it has gathered. */
export interface SessionTracker {
  /** Live: it always shows the session as it is now. */
  readonly session: Session;
  /** `statements`: how many the file holds. A simple query of one statement is no transaction. */
  beginFile(model: TransactionModel, statements?: number): void;
  /** After the operation has been applied to the catalog. */
  advance(op: Operation, effects: Effects, catalog: Catalog): void;
  endStatement(): void;
  endFile(): void;
}

export function createSessionTracker(server: TargetServer): SessionTracker {
  const settings = createSettingsTracker();
  const transaction = createTransactionTracker(settings);
  let model: TransactionModel = 'transaction';
  let statement = 0;
  let inTransaction = 0;
  // BEGIN, COMMIT and what is sent alone are not statements of the transaction that follows.
  let countsFrom: 'here' | 'next' = 'here';

  function begin(by: TransactionOwner): void {
    transaction.begin(by);
    inTransaction = 0;
  }

  /** BEGIN of the file: it takes a batch over, and does nothing in the transaction of the tool. */
  function beginByFile(): void {
    if (transaction.owner === 'none') begin('file');
    else if (model !== 'transaction') transaction.handOver('file');
    if (transaction.owner === 'file') countsFrom = 'next';
  }

  function end(how: 'commit' | 'rollBack', { chain }: { readonly chain: boolean }): void {
    const afterwards = model === 'transaction' || model === 'autocommit' ? 'none' : 'runner';
    transaction[how](chain && transaction.owner !== 'none' ? transaction.owner : afterwards);
    inTransaction = 0;
    countsFrom = 'next';
  }

  /** Transaction control of the file itself; `false` for every other operation. */
  function controlled(op: Operation): boolean {
    switch (op.kind) {
      case 'beginTransaction':
        beginByFile();
        return true;
      case 'commitTransaction':
        end('commit', op);
        return true;
      case 'rollbackTransaction':
        end('rollBack', op);
        return true;
      case 'preparedTransaction':
        end('commit', { chain: false });
        return true;
      case 'savepoint':
        transaction.save(op.savepoint);
        return true;
      case 'releaseSavepoint':
        transaction.release(op.savepoint);
        return true;
      case 'rollbackToSavepoint':
        transaction.rollBackTo(op.savepoint);
        return true;
      default:
        return false;
    }
  }

  const session: Session = {
    get model() {
      return model;
    },
    get transaction() {
      return transaction.owner;
    },
    get statementsInTransaction() {
      return inTransaction;
    },
    get held() {
      return transaction.state.held;
    },
    get settings() {
      return settings.current;
    },
    get newEnumValues() {
      return transaction.state.newEnumValues;
    },
    get pendingEvents() {
      return new Set(transaction.state.pending.keys());
    },
    get newNotValid() {
      return transaction.state.newNotValid;
    },
  };

  return {
    session,
    beginFile(of, statements) {
      model = of;
      statement = 0;
      const isOne = of === 'simple-query' && statements === 1;
      begin(of === 'autocommit' || isOne ? 'none' : 'runner');
    },
    advance(op, effects, catalog) {
      // In a DO block COMMIT ends what the block did so far, not the transaction of the file.
      if (op.block === undefined && controlled(op)) return;
      const { owner, state } = transaction;
      holdLocks(state, effects.locks, statement);
      if (op.kind === 'setSetting') settings.set(op, owner !== 'none');
      else if (op.kind === 'resetSetting') settings.reset(op);
      else follow(state, op, catalog, server);
      if (owner === 'runner' && endsBatch(op, model)) countsFrom = 'next';
    },
    endStatement() {
      const { owner } = transaction;
      statement += 1;
      if (owner === 'none' || (countsFrom === 'next' && owner === 'runner')) {
        settings.commit();
        begin(owner);
      } else if (countsFrom === 'here') inTransaction += 1;
      countsFrom = 'here';
    },
    endFile() {
      settings.commit();
      begin('none');
    },
  };
}

/** The server ends the implicit transaction of such a statement by itself, or the tool sends it alone. */
const endsBatch = (op: Operation, model: TransactionModel): boolean =>
  (model === 'pipeline-standalone' && isSentAlone(op)) || (model.startsWith('pipeline') && standsAlone(op));
