import type { TransactionModel } from '../core/migration.js';
import type { OperationOf } from '../sql/operation.js';
import { parseSearchPath } from './search-path.js';
import type { Store } from './store.js';

/** Starts a unit: its own transaction unless the runner sends statement by statement, and settings as at login. */
export function beginUnit(store: Store, model: TransactionModel): void {
  const { unit } = store.state;
  const { position } = store.journal;
  store.setState({
    unit: unit + 1,
    sessionPath: store.initialPath,
    localPath: undefined,
    transactionStart: model === 'autocommit' ? undefined : position + 1,
    implicitTransactions: model.startsWith('pipeline') || model === 'simple-query',
    savepoints: [],
  });
}

export function endTransaction(store: Store, chain: boolean): void {
  const next = chain || store.state.implicitTransactions ? store.journal.position + 1 : undefined;
  store.setState({ transactionStart: next, localPath: undefined, savepoints: [] });
}

/** A BEGIN inside a transaction only warns. */
export function begin(store: Store): void {
  if (store.state.transactionStart === undefined)
    store.setState({ transactionStart: store.journal.position + 1, savepoints: [] });
}

export function rollback(store: Store, op: OperationOf<'rollbackTransaction'>): void {
  const { transactionStart } = store.state;
  if (transactionStart === undefined) return;
  store.journal.undoTo(transactionStart);
  endTransaction(store, op.chain);
}

export function savepoint(store: Store, op: OperationOf<'savepoint'>): void {
  const { savepoints, transactionStart } = store.state;
  if (transactionStart === undefined) return;
  const position = store.journal.position + 1;
  store.setState({ savepoints: [...savepoints, { name: op.savepoint, position }] });
}

export function releaseSavepoint(store: Store, op: OperationOf<'releaseSavepoint'>): void {
  const { savepoints } = store.state;
  const index = savepoints.findLastIndex(({ name }) => name === op.savepoint);
  if (index >= 0) store.setState({ savepoints: savepoints.slice(0, index) });
}

/** The savepoint itself stays; the journal puts the list back to what it was just after SAVEPOINT. */
export function rollbackToSavepoint(store: Store, op: OperationOf<'rollbackToSavepoint'>): void {
  const found = store.state.savepoints.findLast(({ name }) => name === op.savepoint);
  if (found !== undefined) store.journal.undoTo(found.position);
}

export function setSetting(store: Store, op: OperationOf<'setSetting'>): void {
  if (op.name !== 'search_path') return;
  const path = op.value === null ? store.initialPath : parseSearchPath(op.value);
  if (!op.local) store.setState({ sessionPath: path, localPath: undefined });
  // SET LOCAL does nothing outside of a transaction.
  else if (store.state.transactionStart !== undefined) store.setState({ localPath: path });
}

export function resetSetting(store: Store, op: OperationOf<'resetSetting'>): void {
  if (op.name === 'search_path' || op.name === 'all')
    store.setState({ sessionPath: store.initialPath, localPath: undefined });
}

/** A unit that failed leaves nothing of its open transaction behind; its number stays used. */
export function endUnit(store: Store, committed: boolean): void {
  const { transactionStart, unit } = store.state;
  if (!committed && transactionStart !== undefined) store.journal.undoTo(transactionStart);
  store.setState({ unit, transactionStart: undefined, localPath: undefined, savepoints: [] });
}
