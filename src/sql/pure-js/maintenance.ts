import { lockModes } from '../../core/lock-mode.js';
import type { WrittenName } from '../../core/name.js';
import type { Operation } from '../operation.js';
import { readScalar } from './options.js';
import { takeCascade } from './subcommand.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

/** After TRUNCATE. */
export function readTruncate(reader: TokenReader): Operation {
  reader.take('table');
  const tables = readTables(reader);
  const restartIdentity = reader.takeOneOf(['restart identity', 'continue identity']) === 'restart identity';
  const cascade = takeCascade(reader);
  reader.expectDone();
  return { kind: 'truncate', span: reader.span, tables, cascade, restartIdentity };
}

const readTables = (reader: TokenReader): readonly WrittenName[] =>
  reader.list(() => {
    reader.take('only');
    const name = reader.qualifiedName();
    reader.take('*');
    return name;
  });

/** After VACUUM. */
export function readVacuum(reader: TokenReader): Operation {
  const full = reader.at('(') ? isFull(reader) : readOldOptions(reader);
  const tables = readAnalysedTables(reader);
  return { kind: 'vacuum', span: reader.span, tables, full };
}

const isFull = (reader: TokenReader): boolean => readSwitches(reader).get('full') ?? false;

/** `(FULL, VERBOSE off)`: a bare name is on. */
function readSwitches(reader: TokenReader): ReadonlyMap<string, boolean> {
  const switches = reader.parenthesised(() =>
    reader.list((): readonly [string, boolean] => {
      const name = reader.namePart();
      const value = reader.at(',') || reader.at(')') ? 'true' : readScalar(reader);
      return [name, !['false', 'off', '0', 'no'].includes(value.toLowerCase())];
    }),
  );
  return new Map(switches);
}

/** `VACUUM FULL FREEZE VERBOSE ANALYZE`. */
function readOldOptions(reader: TokenReader): boolean {
  const full = reader.take('full');
  reader.take('freeze');
  reader.take('verbose');
  reader.takeOneOf(['analyze', 'analyse']);
  return full;
}

function readAnalysedTables(reader: TokenReader): readonly WrittenName[] {
  if (reader.done) return [];
  const tables = reader.list(() => {
    const name = reader.qualifiedName();
    if (reader.at('(')) reader.skipParentheses();
    return name;
  });
  reader.expectDone();
  return tables;
}

/** After ANALYZE. */
export function readAnalyze(reader: TokenReader): Operation {
  if (reader.at('(')) readSwitches(reader);
  else reader.take('verbose');
  return { kind: 'analyze', span: reader.span, tables: readAnalysedTables(reader) };
}

/** After CLUSTER. */
export function readCluster(reader: TokenReader): Operation {
  reader.take('verbose');
  const table = reader.done ? undefined : reader.qualifiedName();
  if (reader.take('using')) reader.name();
  reader.expectDone();
  return { kind: 'cluster', span: reader.span, table };
}

/** After LOCK. */
export function readLock(reader: TokenReader): Operation {
  reader.take('table');
  const tables = readTables(reader);
  const mode = reader.take('in') ? readLockMode(reader) : 'ACCESS EXCLUSIVE';
  const nowait = reader.take('nowait');
  reader.expectDone();
  return { kind: 'lockTable', span: reader.span, tables, mode, nowait };
}

function readLockMode(reader: TokenReader): (typeof lockModes)[number] {
  const mode = lockModes.toReversed().find((name) => reader.take(...name.toLowerCase().split(' '), 'mode'));
  if (mode === undefined) throw new Unreadable('lock mode');
  return mode;
}
