import type { TransactionOwner } from './session.js';
import type { SavedSettings, SettingsTracker } from './settings-tracker.js';
import { copyState, emptyState, type TransactionState } from './transaction-state.js';

/** Follows one transaction after another: who holds it, and what it has gathered, also between savepoints. */
export interface TransactionTracker {
  readonly owner: TransactionOwner;
  readonly state: TransactionState;
  begin(by: TransactionOwner): void;
  /** Whoever holds the transaction hands it over as it is. */
  handOver(to: TransactionOwner): void;
  commit(next: TransactionOwner): void;
  rollBack(next: TransactionOwner): void;
  save(savepoint: string): void;
  release(savepoint: string): void;
  rollBackTo(savepoint: string): void;
}

interface Savepoint {
  readonly name: string;
  readonly state: TransactionState;
  readonly settings: SavedSettings;
}

export function createTransactionTracker(settings: SettingsTracker): TransactionTracker {
  let owner: TransactionOwner = 'none';
  let state = emptyState();
  let atBegin = settings.save();
  let savepoints: readonly Savepoint[] = [];

  function begin(by: TransactionOwner): void {
    owner = by;
    state = emptyState();
    savepoints = [];
    atBegin = settings.save();
  }

  /** Of several with one name the newest counts. */
  const placeOf = (savepoint: string): number => savepoints.findLastIndex(({ name }) => name === savepoint);

  return {
    get owner() {
      return owner;
    },
    get state() {
      return state;
    },
    begin,
    handOver(to) {
      owner = to;
    },
    commit(next) {
      settings.commit();
      begin(next);
    },
    rollBack(next) {
      settings.restore(atBegin);
      begin(next);
    },
    save(savepoint) {
      savepoints = [...savepoints, { name: savepoint, state: copyState(state), settings: settings.save() }];
    },
    release(savepoint) {
      const at = placeOf(savepoint);
      if (at >= 0) savepoints = savepoints.slice(0, at);
    },
    rollBackTo(savepoint) {
      const at = placeOf(savepoint);
      const found = savepoints[at];
      if (found === undefined) return;
      state = copyState(found.state);
      settings.restore(found.settings);
      savepoints = savepoints.slice(0, at + 1);
    },
  };
}
