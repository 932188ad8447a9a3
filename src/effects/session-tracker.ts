import type { Catalog } from '../catalog/catalog.js';
import type { TransactionModel } from '../core/migration.js';
import type { TargetServer } from '../core/server.js';
import type { Operation } from '../sql/operation.js';
import type { Effects } from './effects.js';
import type { Session, TransactionOwner } from './session.js';
import { createSettingsTracker, type SavedSettings } from './settings-tracker.js';
import { isSentAlone, standsAlone } from './transaction-errors.js';
import { copyState, emptyState, follow, holdLocks, type TransactionState } from './transaction-state.js';

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

interface Savepoint {
  readonly name: string;
  readonly state: TransactionState;
  readonly settings: SavedSettings;
}

export function createSessionTracker(server: TargetServer): SessionTracker {
  const settings = createSettingsTracker();
  let model: TransactionModel = 'transaction';
  let owner: TransactionOwner = 'none';
  let state = emptyState();
  let atBegin = settings.save();
  let savepoints: readonly Savepoint[] = [];
  let statement = 0;
  let inTransaction = 0;
  // BEGIN, COMMIT and what is sent alone are not statements of the transaction that follows.
  let countsFrom: 'here' | 'next' = 'here';

  function begin(by: TransactionOwner): void {
    owner = by;
    state = emptyState();
    savepoints = [];
    inTransaction = 0;
    atBegin = settings.save();
  }

  /** Who holds the next transaction once this one has ended. */
  const ownerAfterEnd = (): TransactionOwner => (model === 'transaction' || model === 'autocommit' ? 'none' : 'runner');

  function end(op: { readonly chain: boolean }): void {
    begin(op.chain && owner !== 'none' ? owner : ownerAfterEnd());
    countsFrom = 'next';
  }

  function rollbackTo(name: string): void {
    const at = savepoints.findLastIndex((savepoint) => savepoint.name === name);
    const found = savepoints[at];
    if (found === undefined) return;
    state = copyState(found.state);
    settings.restore(found.settings);
    savepoints = savepoints.slice(0, at + 1);
  }

  /** Transaction control of the file itself; `false` for every other operation. */
  function controlled(op: Operation): boolean {
    switch (op.kind) {
      case 'beginTransaction':
        if (owner === 'none') begin('file');
        else if (model !== 'transaction') owner = 'file';
        if (owner === 'file') countsFrom = 'next';
        return true;
      case 'commitTransaction':
        settings.commit();
        end(op);
        return true;
      case 'rollbackTransaction':
        settings.restore(atBegin);
        end(op);
        return true;
      case 'preparedTransaction':
        settings.commit();
        end({ chain: false });
        return true;
      case 'savepoint':
        savepoints = [...savepoints, { name: op.savepoint, state: copyState(state), settings: settings.save() }];
        return true;
      case 'releaseSavepoint':
        savepoints = savepoints.slice(
          0,
          Math.max(
            0,
            savepoints.findLastIndex(({ name }) => name === op.savepoint),
          ),
        );
        return true;
      case 'rollbackToSavepoint':
        rollbackTo(op.savepoint);
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
      return owner;
    },
    get statementsInTransaction() {
      return inTransaction;
    },
    get held() {
      return state.held;
    },
    get settings() {
      return settings.current;
    },
    get newEnumValues() {
      return state.newEnumValues;
    },
    get pendingEvents() {
      return new Set(state.pending.keys());
    },
    get newNotValid() {
      return state.newNotValid;
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
      holdLocks(state, effects.locks, statement);
      if (op.kind === 'setSetting') settings.set(op, owner !== 'none');
      else if (op.kind === 'resetSetting') settings.reset(op);
      else follow(state, op, catalog, server);
      if (model === 'pipeline-standalone' && owner === 'runner' && isSentAlone(op)) countsFrom = 'next';
      else if (owner === 'runner' && model.startsWith('pipeline') && standsAlone(op)) countsFrom = 'next';
    },
    endStatement() {
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
