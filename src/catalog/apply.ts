import type { Operation, OperationKind, OperationOf } from '../sql/operation.js';
import * as columns from './apply-columns.js';
import * as constraints from './apply-constraints.js';
import * as data from './apply-data.js';
import * as drops from './apply-drops.js';
import * as indexes from './apply-indexes.js';
import * as policies from './apply-policies.js';
import * as renames from './apply-renames.js';
import * as routines from './apply-routines.js';
import * as schemas from './apply-schemas.js';
import * as settings from './apply-table-settings.js';
import * as tables from './apply-tables.js';
import * as types from './apply-types.js';
import * as views from './apply-views.js';
import * as platform from './platform-rows.js';
import { alterDefaultPrivileges, applyGrant } from './privileges.js';
import type { Store } from './store.js';
import * as transactions from './transactions.js';

type Appliers = {
  readonly [Kind in OperationKind]?: (store: Store, op: OperationOf<Kind>, text: string) => void;
};

/** What each kind of operation leaves behind. Kinds that are not here change nothing that the catalog holds. */
const appliers: Appliers = {
  createTable: tables.createTable,
  createTableAs: tables.createTableAs,
  attachPartition: tables.attachPartition,
  detachPartition: tables.detachPartition,
  setInheritance: tables.setInheritance,
  setTableType: tables.setTableType,
  addColumn: columns.addColumn,
  alterColumnType: columns.alterColumnType,
  setDefault: columns.setDefault,
  dropDefault: columns.dropDefault,
  setNotNull: columns.setNotNull,
  dropNotNull: columns.dropNotNull,
  addIdentity: columns.addIdentity,
  setIdentity: columns.setIdentity,
  dropIdentity: columns.dropIdentity,
  setExpression: columns.setExpression,
  dropExpression: columns.dropExpression,
  dropColumn: drops.dropColumn,
  addConstraint: constraints.applyAddConstraint,
  dropConstraint: constraints.dropConstraint,
  alterConstraint: constraints.alterConstraint,
  validateConstraint: constraints.validateConstraint,
  renameConstraint: constraints.applyRenameConstraint,
  renameColumn: renames.renameColumn,
  renameObject: renames.renameObject,
  setObjectSchema: renames.setObjectSchema,
  enableRowSecurity: settings.enableRowSecurity,
  disableRowSecurity: settings.disableRowSecurity,
  forceRowSecurity: settings.forceRowSecurity,
  noForceRowSecurity: settings.noForceRowSecurity,
  setLogged: settings.setLogged,
  setOptions: settings.setOptions,
  setTriggerState: settings.setTriggerState,
  changeOwner: settings.changeOwner,
  commentOn: settings.commentOn,
  dropTable: drops.dropTable,
  dropIndex: indexes.dropIndex,
  dropSchema: drops.dropSchema,
  dropObject: drops.dropObject,
  createIndex: indexes.createIndex,
  attachIndexPartition: indexes.attachIndexPartition,
  createView: views.createView,
  createMaterializedView: views.createMaterializedView,
  refreshMaterializedView: views.refreshMaterializedView,
  createFunction: routines.createFunction,
  alterFunction: routines.alterFunction,
  createTrigger: policies.createTrigger,
  createRule: policies.createRule,
  createPolicy: policies.createPolicy,
  alterPolicy: policies.alterPolicy,
  grant: applyGrant,
  alterDefaultPrivileges,
  createSchema: schemas.createSchema,
  createExtension: schemas.createExtension,
  createSequence: types.createSequence,
  alterSequence: types.alterSequence,
  createEnum: types.createEnum,
  addEnumValue: types.addEnumValue,
  renameEnumValue: types.renameEnumValue,
  createDomain: types.createDomain,
  alterDomain: types.alterDomain,
  createCompositeType: types.createCompositeType,
  alterCompositeType: types.alterCompositeType,
  createOtherType: types.createOtherType,
  insert: data.insert,
  update: platform.updateBuckets,
  delete: platform.deleteBuckets,
  select: platform.changeQueues,
  merge: data.merge,
  copy: data.copy,
  truncate: data.truncate,
  dynamicSql: data.goBlind,
  unknown: data.goBlind,
  doBlock: data.doBlock,
  setSetting: transactions.setSetting,
  resetSetting: transactions.resetSetting,
  beginTransaction: transactions.begin,
  commitTransaction: (store, op) => transactions.endTransaction(store, op.chain),
  rollbackTransaction: transactions.rollback,
  savepoint: transactions.savepoint,
  releaseSavepoint: transactions.releaseSavepoint,
  rollbackToSavepoint: transactions.rollbackToSavepoint,
};

/** Changes the catalog as the server would. `text` is the text that the operation's spans count in. */
export function applyOperation(store: Store, op: Operation, text: string): void {
  const run = <Kind extends OperationKind>(kind: Kind, operation: OperationOf<Kind>): void =>
    appliers[kind]?.(store, operation, text);
  run(op.kind, op);
}
