import type { Span } from '../../core/span.js';
import type { ObjectType, Operation } from '../operation.js';
import { readAlterTable } from './alter-table.js';
import { readComment } from './comments.js';
import { readData } from './data.js';
import { readDrop } from './drops.js';
import { readAlterFunction, readCreateFunction } from './functions.js';
import { readCreateIndex, readReindex } from './indexes.js';
import { readAnalyze, readCluster, readLock, readTruncate, readVacuum } from './maintenance.js';
import { readObjectChange } from './object-changes.js';
import { readAlterPolicy, readCreatePolicy } from './policies.js';
import { readDefaultPrivileges, readPrivileges } from './privileges.js';
import { readAlterPublication, readCreatePublication } from './publications.js';
import { readAlterRole, readCreateRole, readRoleSetting } from './role-changes.js';
import { readCreateExtension, readCreateSchema } from './schemas.js';
import { readAlterSequence, readCreateSequence } from './sequences.js';
import { readReset, readSet } from './settings.js';
import type { AlteredRelation } from './subcommand.js';
import { readCreateTable, readPersistence } from './tables.js';
import { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';
import { readTransaction } from './transactions.js';
import { readCreateTrigger } from './triggers.js';
import { readAlterDomain, readAttributeChanges, readCreateDomain, readCreateType, readEnumChange } from './types.js';
import { readCreateMaterializedView, readCreateView, readRefresh } from './views.js';

/** The operations of one statement. A statement that cannot be read whole and for certain is `unknown`. */
export function readStatement(text: string, span: Span): Operation[] {
  try {
    return readKnown(new TokenReader(text, span));
  } catch (error) {
    // A chain of thousands of operators is a tree too deep for the stack.
    if (!(error instanceof Unreadable || error instanceof RangeError)) throw error;
    return [{ kind: 'unknown', span, tag: text.slice(span.start, span.end).split(/\s/, 1)[0]?.toUpperCase() ?? '' }];
  }
}

const dataWords = ['insert', 'update', 'delete', 'select', 'with', 'values', '('];

function readKnown(reader: TokenReader): Operation[] {
  if (dataWords.some((word) => reader.at(word))) return readData(reader);
  const transaction = readTransaction(reader);
  if (transaction !== undefined) {
    reader.expectDone();
    return [transaction];
  }
  const phrase = reader.expectOneOf(Object.keys(statements) as (keyof typeof statements)[]);
  return statements[phrase](reader);
}

const statements = {
  create: readCreate,
  'alter default privileges': readDefaultPrivileges,
  alter: readAlter,
  drop: readDrop,
  grant: (reader: TokenReader) => readPrivileges(reader, true),
  revoke: (reader: TokenReader) => readPrivileges(reader, false),
  'comment on': (reader: TokenReader) => [readComment(reader)],
  set: (reader: TokenReader) => [readSet(reader)],
  reset: (reader: TokenReader) => [readReset(reader)],
  truncate: (reader: TokenReader) => [readTruncate(reader)],
  'refresh materialized view': (reader: TokenReader) => [readRefresh(reader)],
  reindex: (reader: TokenReader) => [readReindex(reader)],
  vacuum: (reader: TokenReader) => [readVacuum(reader)],
  analyze: (reader: TokenReader) => [readAnalyze(reader)],
  analyse: (reader: TokenReader) => [readAnalyze(reader)],
  cluster: (reader: TokenReader) => [readCluster(reader)],
  lock: (reader: TokenReader) => [readLock(reader)],
};

function readCreate(reader: TokenReader): Operation[] {
  const orReplace = reader.take('or', 'replace');
  const created = orReplace ? readReplaceable(reader, true) : (readOnce(reader) ?? readReplaceable(reader, false));
  return [created];
}

/** What has CREATE OR REPLACE. */
function readReplaceable(reader: TokenReader, orReplace: boolean): Operation {
  const routine = reader.takeOneOf(['function', 'procedure']);
  if (routine !== undefined) return readCreateFunction(reader, routine, orReplace);
  if (reader.at('constraint', 'trigger') || reader.at('trigger')) return readCreateTrigger(reader, orReplace);
  const persistence = readPersistence(reader);
  if (reader.take('view')) return readCreateView(reader, orReplace, persistence);
  if (orReplace) throw new Unreadable('CREATE OR REPLACE');
  if (reader.take('table')) return readCreateTable(reader, persistence);
  reader.expect('sequence');
  return readCreateSequence(reader, persistence);
}

function readOnce(reader: TokenReader): Operation | undefined {
  if (reader.at('index')) return readCreateIndex(reader, false);
  if (reader.take('unique')) return readCreateIndex(reader, true);
  if (reader.take('policy')) return readCreatePolicy(reader);
  if (reader.take('schema')) return readCreateSchema(reader);
  if (reader.take('publication')) return readCreatePublication(reader);
  const role = reader.takeOneOf(['role', 'user', 'group']);
  if (role !== undefined) return readCreateRole(reader, role);
  if (reader.take('extension')) return readCreateExtension(reader);
  if (reader.take('type')) return readCreateType(reader);
  if (reader.take('domain')) return readCreateDomain(reader);
  if (reader.take('materialized', 'view')) return readCreateMaterializedView(reader);
  return undefined;
}

const relations: readonly AlteredRelation[] = [
  'foreign table',
  'table',
  'materialized view',
  'view',
  'index',
  'sequence',
];
const others = [
  'function',
  'procedure',
  'routine',
  'type',
  'domain',
  'schema',
  'trigger',
  'rule',
] as const satisfies readonly ObjectType[];

function readAlter(reader: TokenReader): Operation[] {
  if (reader.take('policy')) return [readAlterPolicy(reader)];
  if (reader.take('publication')) return [readAlterPublication(reader)];
  if (reader.takeOneOf(['role', 'user']) !== undefined) return [readAlterRole(reader)];
  if (reader.take('database')) return [readRoleSetting(reader, 'database', reader.name())];
  const relation = reader.takeOneOf(relations);
  if (relation === 'sequence') {
    const own = reader.attempt(() => [readAlterSequence(reader)]);
    if (own !== undefined) return own;
  }
  if (relation !== undefined) return readAlterTable(reader, relation);
  const type = reader.expectOneOf(others);
  const change = reader.attempt(() => [readObjectChange(reader, type)]);
  if (change !== undefined) return change;
  if (type === 'domain') return [readAlterDomain(reader)];
  if (type === 'type') return readTypeChange(reader);
  if (type === 'function' || type === 'procedure' || type === 'routine') return [readAlterFunction(reader)];
  throw new Unreadable(`ALTER ${type}`);
}

function readTypeChange(reader: TokenReader): Operation[] {
  const enumChange = reader.attempt(() => {
    const change = readEnumChange(reader);
    if (change === undefined) throw new Unreadable('no change of an enum');
    return [change];
  });
  return enumChange ?? readAttributeChanges(reader);
}
