import type { Operation } from '../operation.js';
import { readScalar } from './options.js';
import type { TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';

interface Setting {
  readonly name: string;
  readonly value: string | null;
}

/** `name = value, …`, after SET. DEFAULT is `null`. */
export function readSetting(reader: TokenReader, isNextClause: (word: string) => boolean = () => false): Setting {
  if (reader.take('time', 'zone')) return { name: 'timezone', value: readValue(reader) };
  const name = readSettingName(reader);
  if (reader.take('from', 'current')) return { name, value: 'FROM CURRENT' };
  if (!reader.take('=')) reader.expect('to');
  const setting = { name, value: readValue(reader) };
  const after = reader.peek();
  if (after !== undefined && !(after.kind === 'word' && isNextClause(after.text)))
    throw new Unreadable('after a setting');
  return setting;
}

function readSettingName(reader: TokenReader): string {
  const parts = [reader.name()];
  while (reader.take('.')) parts.push(reader.namePart());
  return parts.join('.').toLowerCase();
}

function readValue(reader: TokenReader): string | null {
  if (reader.takeOneOf(['default', 'local']) !== undefined) return null;
  return reader.list(() => readScalar(reader)).join(', ');
}

/** After SET. */
export function readSet(reader: TokenReader): Operation {
  const { span } = reader;
  if (reader.at('constraints')) return readSetConstraints(reader);
  const shared = { kind: 'setSetting', span, form: 'set' } as const;
  const level = reader.takeOneOf(['session characteristics as', 'session', 'local']);
  if (level === 'session characteristics as' || reader.at('transaction')) {
    reader.expect('transaction');
    return { ...shared, name: 'transaction', value: readWords(reader), local: level !== 'session characteristics as' };
  }
  const local = level === 'local';
  if (level === 'session' && reader.take('authorization'))
    return { ...shared, name: 'session_authorization', value: readOne(reader), local };
  const role = reader.attempt(() => {
    reader.expect('role');
    return readOne(reader);
  });
  if (role !== undefined) return { ...shared, name: 'role', value: role, local };
  const setting = readSetting(reader);
  reader.expectDone();
  return { ...shared, ...setting, local };
}

function readOne(reader: TokenReader): string | null {
  const value = reader.take('default') ? null : readScalar(reader);
  reader.expectDone();
  return value;
}

function readWords(reader: TokenReader): string {
  const words: string[] = [];
  while (!reader.done) words.push(reader.next().text);
  return words.join(' ').replaceAll(' ,', ',');
}

/** After RESET. */
export function readReset(reader: TokenReader): Operation {
  const name = readResetName(reader);
  reader.expectDone();
  return { kind: 'resetSetting', span: reader.span, name };
}

function readResetName(reader: TokenReader): string {
  if (reader.take('all')) return 'all';
  if (reader.take('time', 'zone')) return 'timezone';
  if (reader.take('session', 'authorization')) return 'session_authorization';
  return readSettingName(reader);
}

function readSetConstraints(reader: TokenReader): Operation {
  reader.expect('constraints');
  const constraints = reader.take('all') ? [] : reader.list(() => reader.qualifiedName());
  const deferred = reader.expectOneOf(['deferred', 'immediate']) === 'deferred';
  reader.expectDone();
  return { kind: 'setConstraints', span: reader.span, constraints, deferred };
}
