import type { ObjectType, Operation } from '../operation.js';
import { readColumnChange } from './column-changes.js';
import { readDeferral, readTableConstraint } from './constraints.js';
import { readOptionNames, readOptions } from './options.js';
import { readPartitionBound } from './partitions.js';
import { readRole } from './roles.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

export type AlteredRelation = Extract<
  ObjectType,
  'table' | 'foreign table' | 'view' | 'materialized view' | 'index' | 'sequence'
>;

/** What the subcommands of one statement share, and where the one at hand began. */
export interface TableChange {
  readonly table: { readonly schema?: string | undefined; readonly name: string };
  readonly ifTableExists: boolean;
  readonly only: boolean;
}

/** After `ALTER TABLE` and its kin. */
export function readAlterTable(reader: TokenReader, objectType: AlteredRelation): Operation[] {
  const ifTableExists = reader.take('if', 'exists');
  const only = reader.take('only');
  const table = reader.qualifiedName();
  reader.take('*');
  const base = { table, ifTableExists, only };
  const operations =
    readWholeChange(reader, base, objectType) ?? reader.list(() => readChange(reader, base, objectType));
  reader.expectDone();
  return [...operations];
}

/** RENAME and SET SCHEMA stand alone in their statement. */
function readWholeChange(reader: TokenReader, base: TableChange, objectType: AlteredRelation): Operation[] | undefined {
  const { span } = reader;
  const { table, ifTableExists: ifExists } = base;
  if (reader.take('set', 'schema')) {
    return [{ kind: 'setObjectSchema', span, objectType, object: table, to: reader.name(), ifExists }];
  }
  if (!reader.take('rename')) return undefined;
  if (reader.take('to')) {
    const viaTable = objectType === 'table';
    return [{ kind: 'renameObject', span, objectType, object: table, to: reader.name(), ifExists, viaTable }];
  }
  const isConstraint = reader.take('constraint');
  if (!isConstraint) reader.take('column');
  const from = reader.name();
  reader.expect('to');
  const to = reader.name();
  return isConstraint
    ? [{ kind: 'renameConstraint', span, ...base, constraint: from, to }]
    : [{ kind: 'renameColumn', span, ...base, objectType, column: from, to }];
}

function readChange(reader: TokenReader, base: TableChange, objectType: AlteredRelation): Operation {
  const start = reader.position;
  const change =
    readConstraintChange(reader, base) ??
    readColumnChange(reader, base) ??
    readRowSecurity(reader) ??
    readTriggerState(reader) ??
    readPartitionChange(reader, base, objectType) ??
    readStorageChange(reader, base, objectType) ??
    readOther(reader, base, objectType);
  return { ...base, ...change, span: reader.spanFrom(start) } as Operation;
}

type Change = Readonly<Record<string, unknown>> & { readonly kind: Operation['kind'] };

export type { Change };

function readConstraintChange(reader: TokenReader, _base: TableChange): Change | undefined {
  const atAdded = ['constraint', 'primary', 'unique', 'check', 'foreign', 'exclude', 'not'].some((word) =>
    reader.at('add', word),
  );
  if (atAdded) {
    reader.expect('add');
    return { kind: 'addConstraint', constraint: readTableConstraint(reader) };
  }
  if (reader.take('drop', 'constraint')) {
    const ifExists = reader.take('if', 'exists');
    return { kind: 'dropConstraint', constraint: reader.name(), ifExists, cascade: takeCascade(reader) };
  }
  if (reader.take('validate', 'constraint')) return { kind: 'validateConstraint', constraint: reader.name() };
  if (!reader.take('alter', 'constraint')) return undefined;
  const constraint = reader.name();
  return { kind: 'alterConstraint', constraint, ...readDeferral(reader) };
}

/** CASCADE, RESTRICT or nothing. */
export const takeCascade = (reader: TokenReader): boolean => reader.takeOneOf(['cascade', 'restrict']) === 'cascade';

const rowSecurity = {
  'enable row level security': 'enableRowSecurity',
  'disable row level security': 'disableRowSecurity',
  'no force row level security': 'noForceRowSecurity',
  'force row level security': 'forceRowSecurity',
} as const;

function readRowSecurity(reader: TokenReader): Change | undefined {
  const phrase = reader.takeOneOf(Object.keys(rowSecurity) as (keyof typeof rowSecurity)[]);
  return phrase && { kind: rowSecurity[phrase] };
}

const triggerStates = {
  'enable always': 'always',
  'enable replica': 'replica',
  enable: 'enabled',
  disable: 'disabled',
} as const;

function readTriggerState(reader: TokenReader): Change | undefined {
  return reader.attempt(() => {
    const state = triggerStates[reader.expectOneOf(Object.keys(triggerStates) as (keyof typeof triggerStates)[])];
    const objectType = reader.expectOneOf(['trigger', 'rule']);
    const every = objectType === 'trigger' ? reader.takeOneOf(['all', 'user']) : undefined;
    return { kind: 'setTriggerState', objectType, name: every ? { every } : reader.name(), state };
  });
}

function readPartitionChange(reader: TokenReader, base: TableChange, objectType: AlteredRelation): Change | undefined {
  if (reader.take('attach', 'partition')) {
    const partition = reader.qualifiedName();
    if (objectType !== 'index') return { kind: 'attachPartition', partition, bound: readPartitionBound(reader) };
    return { ...withoutTable, kind: 'attachIndexPartition', index: base.table, partition };
  }
  if (!reader.take('detach', 'partition')) return undefined;
  const partition = reader.qualifiedName();
  const mode = reader.takeOneOf(['concurrently', 'finalize']);
  const concurrently = mode === 'concurrently';
  return { kind: 'detachPartition', partition, concurrently, finalize: mode === 'finalize' };
}

/** For operations whose object is not called `table`. */
const withoutTable = { table: undefined, ifTableExists: undefined, only: undefined };

function readStorageChange(reader: TokenReader, _base: TableChange, objectType: AlteredRelation): Change | undefined {
  if (reader.take('set', 'logged')) return { kind: 'setLogged', logged: true };
  if (reader.take('set', 'unlogged')) return { kind: 'setLogged', logged: false };
  if (reader.take('set', 'tablespace')) return { kind: 'setTablespace', objectType, tablespace: reader.name() };
  if (reader.take('set', 'access', 'method'))
    return { kind: 'setAccessMethod', method: reader.take('default') ? undefined : reader.name() };
  if (reader.take('set', 'without', 'cluster')) return { kind: 'clusterOn' };
  if (reader.take('cluster', 'on')) return { kind: 'clusterOn', index: reader.name() };
  if (reader.at('set', '(')) {
    reader.expect('set');
    return { kind: 'setOptions', objectType, options: readOptions(reader) };
  }
  if (!reader.at('reset', '(')) return undefined;
  reader.expect('reset');
  return {
    kind: 'setOptions',
    objectType,
    options: Object.fromEntries(readOptionNames(reader).map((name) => [name, null])),
  };
}

function readOther(reader: TokenReader, base: TableChange, objectType: AlteredRelation): Change {
  if (reader.take('owner', 'to'))
    return { ...withoutTable, kind: 'changeOwner', objectType, object: base.table, owner: readRole(reader) };
  if (reader.take('inherit')) return { kind: 'setInheritance', parent: reader.qualifiedName(), inherit: true };
  if (reader.take('no', 'inherit')) return { kind: 'setInheritance', parent: reader.qualifiedName(), inherit: false };
  if (!reader.take('replica', 'identity')) throw new Unreadable('subcommand of ALTER TABLE');
  const identity = reader.expectOneOf(['default', 'full', 'nothing', 'using index']);
  if (identity !== 'using index') return { kind: 'setReplicaIdentity', identity };
  return { kind: 'setReplicaIdentity', identity: 'index', index: reader.name() };
}
