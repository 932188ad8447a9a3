import type { OperationOf } from '../sql/operation.js';
import type { Store } from './store.js';
export function renameColumn(_store: Store, _op: OperationOf<'renameColumn'>): void {}
export function renameObject(_store: Store, _op: OperationOf<'renameObject'>): void {}
export function setObjectSchema(_store: Store, _op: OperationOf<'setObjectSchema'>): void {}
