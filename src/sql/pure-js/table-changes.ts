import type { EnableRowSecurity, Operation, SetTriggerState } from '../operation.js';
import { readOptionNames, readOptions } from './options.js';
import { readPartitionBound } from './partitions.js';
import { readRole } from './roles.js';
import type { Subcommand } from './subcommand.js';

type RowSecurityKind = EnableRowSecurity['kind'] | 'disableRowSecurity' | 'forceRowSecurity' | 'noForceRowSecurity';

const rowSecurity: ReadonlyMap<string, RowSecurityKind> = new Map([
  ['enable row level security', 'enableRowSecurity'],
  ['disable row level security', 'disableRowSecurity'],
  ['no force row level security', 'noForceRowSecurity'],
  ['force row level security', 'forceRowSecurity'],
]);

export function readRowSecurity({ reader, base, span }: Subcommand): Operation | undefined {
  const kind = rowSecurity.get(reader.takeOneOf([...rowSecurity.keys()]) ?? '');
  return kind && { ...base, kind, span: span() };
}

const triggerStates: ReadonlyMap<string, SetTriggerState['state']> = new Map([
  ['enable always', 'always'],
  ['enable replica', 'replica'],
  ['enable', 'enabled'],
  ['disable', 'disabled'],
]);

/** ENABLE and DISABLE TRIGGER or RULE. */
export function readTriggerState({ reader, base, span }: Subcommand): Operation | undefined {
  const state = triggerStates.get(reader.takeOneOf([...triggerStates.keys()]) ?? '');
  if (state === undefined) return undefined;
  const objectType = reader.expectOneOf(['trigger', 'rule']);
  const every = objectType === 'trigger' ? reader.takeOneOf(['all', 'user']) : undefined;
  return { ...base, kind: 'setTriggerState', objectType, name: every ? { every } : reader.name(), state, span: span() };
}

export function readPartitionChange({ reader, base, objectType, span }: Subcommand): Operation | undefined {
  if (reader.take('attach', 'partition')) {
    const partition = reader.qualifiedName();
    return objectType === 'index'
      ? { kind: 'attachIndexPartition', index: base.table, partition, span: span() }
      : { ...base, kind: 'attachPartition', partition, bound: readPartitionBound(reader), span: span() };
  }
  if (!reader.take('detach', 'partition')) return undefined;
  const partition = reader.qualifiedName();
  const mode = reader.takeOneOf(['concurrently', 'finalize']);
  const facts = { partition, concurrently: mode === 'concurrently', finalize: mode === 'finalize' };
  return { ...base, kind: 'detachPartition', ...facts, span: span() };
}

const phrases = [
  'set logged',
  'set unlogged',
  'set tablespace',
  'set access method',
  'set without cluster',
  'cluster on',
  'owner to',
  'no inherit',
  'inherit',
  'not of',
  'of',
  'replica identity',
  'set',
  'reset',
] as const;

/** The other subcommands of ALTER TABLE that are about the table as a whole. */
export function readTableChange({ reader, base, objectType, span }: Subcommand): Operation | undefined {
  const phrase = reader.takeOneOf(phrases);
  switch (phrase) {
    case undefined:
      return undefined;
    case 'set logged':
    case 'set unlogged':
      return { ...base, kind: 'setLogged', logged: phrase === 'set logged', span: span() };
    case 'set tablespace':
      return { ...base, kind: 'setTablespace', objectType, tablespace: reader.name(), span: span() };
    case 'set access method': {
      const method = reader.take('default') ? undefined : reader.name();
      return { ...base, kind: 'setAccessMethod', method, span: span() };
    }
    case 'set without cluster':
      return { ...base, kind: 'clusterOn', span: span() };
    case 'cluster on':
      return { ...base, kind: 'clusterOn', index: reader.name(), span: span() };
    case 'owner to':
      return { kind: 'changeOwner', objectType, object: base.table, owner: readRole(reader), span: span() };
    case 'inherit':
    case 'no inherit': {
      const inherit = phrase === 'inherit';
      return { ...base, kind: 'setInheritance', parent: reader.qualifiedName(), inherit, span: span() };
    }
    case 'not of':
      return { ...base, kind: 'setTableType', span: span() };
    case 'of':
      return { ...base, kind: 'setTableType', type: reader.qualifiedName(), span: span() };
    case 'replica identity': {
      const written = reader.expectOneOf(['default', 'full', 'nothing', 'using index']);
      const index = written === 'using index' ? reader.name() : undefined;
      const identity = written === 'using index' ? 'index' : written;
      return { ...base, kind: 'setReplicaIdentity', identity, index, span: span() };
    }
    case 'set':
      return { ...base, kind: 'setOptions', objectType, options: readOptions(reader), span: span() };
    case 'reset': {
      const options = Object.fromEntries(readOptionNames(reader).map((name) => [name, null]));
      return { ...base, kind: 'setOptions', objectType, options, span: span() };
    }
  }
}
