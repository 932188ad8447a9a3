import type { Span } from '../../core/span.js';
import type { TypeName } from '../expression.js';
import { lazyReferences } from '../lazy-references.js';
import type { CreateFunction, FunctionArgument, Operation, Options, Volatility } from '../operation.js';
import { simpleType } from '../simple-type.js';
import { bodyReferences } from './body-references.js';
import { readRoutineName } from './drops.js';
import { readArguments } from './function-arguments.js';
import { readSetting } from './settings.js';
import { isPlainString, type TokenReader } from './token-reader.js';
import { Unreadable } from './tokens.js';
import { readTypeName } from './type-name.js';

interface Body {
  readonly body: string;
  readonly bodySpan: Span | undefined;
}

/** What the clauses after the name say; a setting that is `null` is RESET. */
interface Clauses {
  language?: string | undefined;
  volatility?: Volatility | undefined;
  security?: 'invoker' | 'definer' | undefined;
  strict?: boolean | undefined;
  body?: Body | undefined;
  readonly settings: Record<string, string | null>;
}

/** After CREATE [OR REPLACE] FUNCTION or PROCEDURE. Bodies that are not quoted are not read. */
export function readCreateFunction(
  reader: TokenReader,
  objectType: 'function' | 'procedure',
  orReplace: boolean,
): Operation {
  const name = reader.qualifiedName();
  const inputs = readArguments(reader);
  const { returns, columns } = readReturns(reader);
  const clauses: Clauses = { settings: {} };
  while (!reader.done) readClause(reader, clauses);
  if (clauses.body === undefined) throw new Unreadable('a body that is not quoted');
  const { body, bodySpan } = clauses.body;
  const language = (clauses.language ?? 'sql').toLowerCase();
  const facts: Omit<CreateFunction, 'kind' | 'span'> = {
    objectType,
    function: name,
    orReplace,
    arguments: [...inputs, ...columns],
    returns,
    language,
    volatility: clauses.volatility ?? 'volatile',
    security: clauses.security ?? 'invoker',
    securityWritten: clauses.security !== undefined,
    settings: writtenSettings(clauses.settings),
    strict: clauses.strict ?? false,
    body,
    bodySpan,
    references: lazyReferences(() => bodyReferences(body, language)),
  };
  return { kind: 'createFunction', span: reader.span, ...facts };
}

/** `SET name TO DEFAULT` gives a new function no setting. */
const writtenSettings = (settings: Clauses['settings']): Options =>
  Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== null));

interface Returns {
  readonly returns?: TypeName | undefined;
  readonly columns: readonly FunctionArgument[];
}

/** RETURNS TABLE gives the columns as arguments, and the type that PostgreSQL makes of them. */
function readReturns(reader: TokenReader): Returns {
  if (!reader.take('returns')) return { columns: [] };
  const start = reader.position;
  if (!reader.take('table')) return { returns: readTypeName(reader), columns: [] };
  const columns = reader.parenthesised(() => reader.list(() => readColumn(reader)));
  const [only] = columns;
  const span = reader.spanFrom(start);
  const record = simpleType('record', span, { setof: true });
  return { returns: only && columns.length === 1 ? { ...only.type, setof: true } : record, columns };
}

function readColumn(reader: TokenReader): FunctionArgument {
  const name = reader.name();
  return { name, mode: 'table', type: readTypeName(reader), default: undefined };
}

const phrases = {
  immutable: { volatility: 'immutable' },
  stable: { volatility: 'stable' },
  volatile: { volatility: 'volatile' },
  'external security definer': { security: 'definer' },
  'external security invoker': { security: 'invoker' },
  'security definer': { security: 'definer' },
  'security invoker': { security: 'invoker' },
  'called on null input': { strict: false },
  'returns null on null input': { strict: true },
  strict: { strict: true },
  'not leakproof': {},
  leakproof: {},
  window: {},
  'parallel safe': {},
  'parallel unsafe': {},
  'parallel restricted': {},
} as const satisfies Readonly<Record<string, Partial<Clauses>>>;

/** A clause that ALTER FUNCTION knows too. */
function takeCommonClause(reader: TokenReader, clauses: Clauses): boolean {
  const phrase = reader.takeOneOf(Object.keys(phrases) as (keyof typeof phrases)[]);
  if (phrase !== undefined) Object.assign(clauses, phrases[phrase]);
  else if (reader.take('cost') || reader.take('rows')) reader.next();
  else if (reader.take('support')) reader.qualifiedName();
  else if (reader.take('set')) {
    const { name, value } = readSetting(reader, startsClause);
    clauses.settings[name] = value;
  } else return false;
  return true;
}

const clauseWords = new Set(
  'immutable stable volatile external security called returns strict not leakproof window parallel cost rows support set reset language as begin return transform restrict'.split(
    ' ',
  ),
);
const startsClause = (word: string): boolean => clauseWords.has(word);

function readClause(reader: TokenReader, clauses: Clauses): void {
  if (takeCommonClause(reader, clauses)) return;
  if (reader.take('language')) clauses.language = reader.peek()?.kind === 'string' ? reader.string() : reader.name();
  else if (reader.take('as')) clauses.body = readBody(reader);
  else throw new Unreadable('clause of CREATE FUNCTION');
}

function readBody(reader: TokenReader): Body {
  const token = reader.next();
  if (token.kind !== 'string' || !isPlainString(token)) throw new Unreadable('expected a body');
  if (reader.take(',')) reader.next();
  const isVerbatim = reader.text.slice(token.inner.start, token.inner.end) === token.text;
  return { body: token.text, bodySpan: isVerbatim ? token.inner : undefined };
}

/** After `ALTER FUNCTION name`, for the clauses that change how it runs. */
export function readAlterFunction(reader: TokenReader): Operation {
  const name = readRoutineName(reader);
  const clauses: Clauses = { settings: {} };
  while (!reader.done && !reader.at('restrict')) {
    if (reader.take('reset')) clauses.settings[reader.name()] = null;
    else if (!takeCommonClause(reader, clauses)) throw new Unreadable('clause of ALTER FUNCTION');
  }
  reader.take('restrict');
  reader.expectDone();
  const { volatility, security, settings } = clauses;
  return { kind: 'alterFunction', span: reader.span, function: name, volatility, security, settings };
}
