import { assertNever } from '../core/assert-never.js';
import type { Operation } from '../sql/operation.js';
import { addColumnEffects } from './add-column.js';
import { certainErrors } from './certain-errors.js';
import {
  columnAttributeEffects,
  dropColumnEffects,
  familyLock,
  renameColumnEffects,
  setExpressionEffects,
} from './columns.js';
import { combine } from './combine.js';
import {
  addConstraintEffects,
  dropConstraintEffects,
  renameConstraintEffects,
  validateConstraintEffects,
} from './constraints.js';
import { createTableAsEffects, createTableEffects } from './create-table.js';
import { copyEffects, deleteEffects, insertEffects, mergeEffects, truncateEffects, updateEffects } from './data.js';
import { dropObjectEffects, dropSchemaEffects, dropTableEffects } from './drops.js';
import { type Effects, noEffects } from './effects.js';
import type { EffectsEnvironment, EffectsPart } from './environment.js';
import { dropIdentityEffects, setIdentityEffects } from './identity.js';
import { attachIndexEffects, createIndexEffects, dropIndexEffects, reindexEffects } from './indexes.js';
import { analyzeEffects, clusterEffects, lockTableEffects, vacuumEffects } from './maintenance.js';
import { setNotNullEffects } from './not-null.js';
import {
  alterSequenceEffects,
  commentEffects,
  createFunctionEffects,
  createSequenceEffects,
  createStatisticsEffects,
  grantEffects,
  moveObjectEffects,
  publicationEffects,
  renameObjectEffects,
} from './objects.js';
import { attachPartitionEffects, detachPartitionEffects } from './partitions.js';
import { queryLocks } from './reads.js';
import {
  clusterOnEffects,
  replicaIdentityEffects,
  setAccessMethodEffects,
  setInheritanceEffects,
  setLoggedEffects,
  setOptionsEffects,
  setTablespaceEffects,
} from './table-settings.js';
import { createRuleEffects, createTriggerEffects, policyEffects, setTriggerStateEffects } from './triggers.js';
import { alterColumnTypeEffects } from './type-change.js';
import { alterCompositeTypeEffects, alterDomainEffects } from './types.js';
import { createMaterializedViewEffects, createViewEffects, refreshEffects } from './views.js';

/**
 * What the operation does to a running server: locks, rewrites, scans, index builds and errors that must come.
 * Measured on PostgreSQL 12 to 18.
 */
export function effectsOf(op: Operation, env: EffectsEnvironment): Effects {
  if (isSkipped(op, env)) return noEffects;
  const effects = combine([...partsOf(op, env), { errors: certainErrors(op, env) }]);
  return op.block?.conditional === true || op.block?.caught === true ? maybe(effects, op.block.conditional) : effects;
}

/** `ALTER TABLE IF EXISTS` of a table that does not exist. */
const isSkipped = (op: Operation, { catalog }: EffectsEnvironment): boolean =>
  'ifTableExists' in op &&
  op.ifTableExists &&
  catalog.relation(op.table) === 'absent' &&
  catalog.index(op.table) === 'absent';

/** Inside an IF or a loop it may not run at all; inside an exception handler its error stops nothing. */
function maybe(effects: Effects, conditional: boolean): Effects {
  const uncertain = <Effect extends { readonly certain: boolean }>(effect: Effect): Effect =>
    conditional ? { ...effect, certain: false } : effect;
  return {
    ...effects,
    locks: effects.locks.map(uncertain),
    rewrites: effects.rewrites.map(uncertain),
    scans: effects.scans.map(uncertain),
    indexBuilds: effects.indexBuilds.map(uncertain),
    errors: [],
  };
}

function partsOf(op: Operation, env: EffectsEnvironment): readonly EffectsPart[] {
  switch (op.kind) {
    case 'createTable':
      return createTableEffects(op, env);
    case 'createTableAs':
      return createTableAsEffects(op, env);
    case 'addColumn':
      return addColumnEffects(op, env);
    case 'dropColumn':
      return dropColumnEffects(op, env);
    case 'alterColumnType':
      return alterColumnTypeEffects(op, env);
    case 'setNotNull':
      return setNotNullEffects(op, env);
    case 'setExpression':
      return setExpressionEffects(op, env);
    case 'setColumnAttribute':
      return columnAttributeEffects(op, env);
    case 'renameColumn':
      return renameColumnEffects(op, env);
    case 'setDefault':
    case 'dropDefault':
    case 'dropNotNull':
    case 'addIdentity':
    case 'dropExpression':
    case 'alterConstraint':
      return [familyLock(op, env, 'ACCESS EXCLUSIVE')];
    case 'setIdentity':
      return [familyLock(op, env, 'ACCESS EXCLUSIVE'), setIdentityEffects(op, env)];
    case 'dropIdentity':
      return [familyLock(op, env, 'ACCESS EXCLUSIVE'), dropIdentityEffects(op, env)];
    case 'addConstraint':
      return addConstraintEffects(op, env);
    case 'dropConstraint':
      return dropConstraintEffects(op, env);
    case 'validateConstraint':
      return validateConstraintEffects(op, env);
    case 'renameConstraint':
      return renameConstraintEffects(op, env);
    case 'attachPartition':
      return attachPartitionEffects(op, env);
    case 'detachPartition':
      return detachPartitionEffects(op, env);
    case 'enableRowSecurity':
    case 'disableRowSecurity':
    case 'forceRowSecurity':
    case 'noForceRowSecurity':
    case 'setTableType':
    case 'otherTableChange':
      return [familyLock({ table: op.table, only: true }, env, 'ACCESS EXCLUSIVE')];
    case 'setLogged':
      return setLoggedEffects(op, env);
    case 'setTablespace':
      return setTablespaceEffects(op, env);
    case 'setAccessMethod':
      return setAccessMethodEffects(op, env);
    case 'setOptions':
      return setOptionsEffects(op, env);
    case 'clusterOn':
      return clusterOnEffects(op, env);
    case 'setReplicaIdentity':
      return replicaIdentityEffects(op, env);
    case 'setInheritance':
      return setInheritanceEffects(op, env);
    case 'setTriggerState':
      return setTriggerStateEffects(op, env);
    case 'renameObject':
      return renameObjectEffects(op, env);
    case 'setObjectSchema':
    case 'changeOwner':
      return moveObjectEffects(op, env);
    case 'dropObject':
      return dropObjectEffects(op, env);
    case 'dropTable':
      return dropTableEffects(op, env);
    case 'dropIndex':
      return dropIndexEffects(op, env);
    case 'dropSchema':
      return dropSchemaEffects(op, env);
    case 'createIndex':
      return createIndexEffects(op, env);
    case 'attachIndexPartition':
      return attachIndexEffects(op, env);
    case 'reindex':
      return reindexEffects(op, env);
    case 'createView':
      return createViewEffects(op, env);
    case 'createMaterializedView':
      return createMaterializedViewEffects(op, env);
    case 'refreshMaterializedView':
      return refreshEffects(op, env);
    case 'createFunction':
      return createFunctionEffects(op, env);
    case 'createTrigger':
      return createTriggerEffects(op, env);
    case 'createRule':
      return createRuleEffects(op, env);
    case 'createPolicy':
    case 'alterPolicy':
      return policyEffects(op, env);
    case 'grant':
      return grantEffects(op, env);
    case 'commentOn':
      return commentEffects(op, env);
    case 'createStatistics':
      return createStatisticsEffects(op, env);
    case 'createPublication':
    case 'alterPublication':
      return publicationEffects(op, env);
    case 'createSequence':
      return createSequenceEffects(op, env);
    case 'alterSequence':
      return alterSequenceEffects(op, env);
    case 'alterDomain':
      return alterDomainEffects(op, env);
    case 'alterCompositeType':
      return alterCompositeTypeEffects(op, env);
    case 'insert':
      return insertEffects(op, env);
    case 'update':
      return updateEffects(op, env);
    case 'delete':
      return deleteEffects(op, env);
    case 'merge':
      return mergeEffects(op, env);
    case 'select':
      return queryLocks(op.query, env);
    case 'copy':
      return copyEffects(op, env);
    case 'truncate':
      return truncateEffects(op, env);
    case 'vacuum':
      return vacuumEffects(op, env);
    case 'analyze':
      return analyzeEffects(op, env);
    case 'cluster':
      return clusterEffects(op, env);
    case 'lockTable':
      return lockTableEffects(op, env);
    // Objects that no table depends on, rights, session state, and what only its body says.
    case 'dropDatabase':
    case 'dropOwned':
    case 'alterFunction':
    case 'createEventTrigger':
    case 'grantRole':
    case 'alterDefaultPrivileges':
    case 'createRole':
    case 'alterRole':
    case 'setRoleSetting':
    case 'createSchema':
    case 'createExtension':
    case 'createEnum':
    case 'addEnumValue':
    case 'renameEnumValue':
    case 'createDomain':
    case 'createCompositeType':
    case 'createOtherType':
    case 'createSubscription':
    case 'createDatabase':
    case 'createTablespace':
    case 'alterSystem':
    case 'setSetting':
    case 'resetSetting':
    case 'setConstraints':
    case 'beginTransaction':
    case 'commitTransaction':
    case 'rollbackTransaction':
    case 'savepoint':
    case 'releaseSavepoint':
    case 'rollbackToSavepoint':
    case 'preparedTransaction':
    case 'doBlock':
    case 'call':
    case 'dynamicSql':
    case 'utility':
    case 'otherDdl':
    case 'unknown':
      return [];
    default:
      return assertNever(op);
  }
}
