import type { SetReplicaIdentity, SetTriggerState } from '../operation.js';
import { optionName, scalarText } from './literals.js';
import { listName, rangeVarName } from './names.js';
import { lowerPartitionBound } from './partitions.js';
import { roleName } from './role-names.js';
import type { Subcommand, Subcommands } from './subcommand.js';

const triggerState =
  (objectType: 'trigger' | 'rule', state: SetTriggerState['state'], every?: 'all' | 'user'): Subcommand =>
  (command, base) => ({
    ...base,
    kind: 'setTriggerState',
    objectType,
    name: every ? { every } : command.name,
    state,
  });

const options =
  (reset: boolean): Subcommand =>
  (command, base, _ctx, objectType) => ({
    ...base,
    kind: 'setOptions',
    objectType,
    options: Object.fromEntries(
      (command.def?.List.items ?? []).map(({ DefElem: option }: any) => [
        optionName(option),
        reset ? null : option.arg ? scalarText(option.arg) : 'true',
      ]),
    ),
  });

const attach: Subcommand = ({ def: { PartitionCmd: partition } }, base, ctx, objectType) =>
  objectType === 'index'
    ? { kind: 'attachIndexPartition', span: base.span, index: base.table, partition: rangeVarName(partition.name) }
    : {
        ...base,
        kind: 'attachPartition',
        partition: rangeVarName(partition.name),
        bound: lowerPartitionBound(partition.bound, ctx),
      };

const detach =
  (finalize: boolean): Subcommand =>
  ({ def: { PartitionCmd: partition } }, base) => ({
    ...base,
    kind: 'detachPartition',
    partition: rangeVarName(partition.name),
    concurrently: partition.concurrent ?? false,
    finalize,
  });

const inheritance =
  (inherit: boolean): Subcommand =>
  ({ def }, base) => ({ ...base, kind: 'setInheritance', parent: rangeVarName(def.RangeVar), inherit });

const replicaIdentities: Readonly<Record<string, SetReplicaIdentity['identity']>> = {
  d: 'default',
  f: 'full',
  n: 'nothing',
  i: 'index',
};

/** The subcommands of ALTER TABLE that are about the table as a whole. */
export const tableChanges: Subcommands = {
  AT_AttachPartition: attach,
  AT_DetachPartition: detach(false),
  AT_DetachPartitionFinalize: detach(true),
  AT_EnableRowSecurity: (_command, base) => ({ ...base, kind: 'enableRowSecurity' }),
  AT_DisableRowSecurity: (_command, base) => ({ ...base, kind: 'disableRowSecurity' }),
  AT_ForceRowSecurity: (_command, base) => ({ ...base, kind: 'forceRowSecurity' }),
  AT_NoForceRowSecurity: (_command, base) => ({ ...base, kind: 'noForceRowSecurity' }),
  AT_SetLogged: (_command, base) => ({ ...base, kind: 'setLogged', logged: true }),
  AT_SetUnLogged: (_command, base) => ({ ...base, kind: 'setLogged', logged: false }),
  AT_SetTableSpace: ({ name }, base, _ctx, objectType) => ({
    ...base,
    kind: 'setTablespace',
    objectType,
    tablespace: name,
  }),
  AT_SetAccessMethod: ({ name }, base) => ({ ...base, kind: 'setAccessMethod', method: name }),
  AT_SetRelOptions: options(false),
  AT_ResetRelOptions: options(true),
  AT_ClusterOn: ({ name }, base) => ({ ...base, kind: 'clusterOn', index: name }),
  AT_DropCluster: (_command, base) => ({ ...base, kind: 'clusterOn', index: undefined }),
  AT_ReplicaIdentity: ({ def: { ReplicaIdentityStmt: replica } }, base) => ({
    ...base,
    kind: 'setReplicaIdentity',
    identity: replicaIdentities[replica.identity_type] ?? 'default',
    index: replica.name,
  }),
  AT_AddInherit: inheritance(true),
  AT_DropInherit: inheritance(false),
  AT_AddOf: ({ def }, base) => ({ ...base, kind: 'setTableType', type: listName(def.TypeName.names) }),
  AT_DropOf: (_command, base) => ({ ...base, kind: 'setTableType', type: undefined }),
  AT_ChangeOwner: ({ newowner }, base, _ctx, objectType) => ({
    kind: 'changeOwner',
    span: base.span,
    objectType,
    object: base.table,
    owner: roleName(newowner),
  }),
  AT_EnableTrig: triggerState('trigger', 'enabled'),
  AT_EnableTrigAll: triggerState('trigger', 'enabled', 'all'),
  AT_EnableTrigUser: triggerState('trigger', 'enabled', 'user'),
  AT_EnableAlwaysTrig: triggerState('trigger', 'always'),
  AT_EnableReplicaTrig: triggerState('trigger', 'replica'),
  AT_DisableTrig: triggerState('trigger', 'disabled'),
  AT_DisableTrigAll: triggerState('trigger', 'disabled', 'all'),
  AT_DisableTrigUser: triggerState('trigger', 'disabled', 'user'),
  AT_EnableRule: triggerState('rule', 'enabled'),
  AT_EnableAlwaysRule: triggerState('rule', 'always'),
  AT_EnableReplicaRule: triggerState('rule', 'replica'),
  AT_DisableRule: triggerState('rule', 'disabled'),
};
