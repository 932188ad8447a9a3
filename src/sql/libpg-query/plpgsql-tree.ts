import { isSymbol, isWord, type Token, tokens } from '../tokens.js';
import { loadedModule } from './module.js';
import type { Tree } from './tree.js';

/** A PL/pgSQL body as libpg-query reads it. */
export interface PlpgsqlTree {
  /** The outermost block: `{ PLpgSQL_stmt_block: … }`. */
  readonly action: Tree;
  /** Declared variables and cursors. */
  readonly datums: readonly Tree[];
}

/** The body of a DO statement; `undefined` where it cannot be read. */
export const readBlock = (body: string): PlpgsqlTree | undefined =>
  attempt(`DO ${dollarQuoted(plainTypes(body))}`).tree;

/**
 * The body of a function whose signature is not known: the names that it assigns to become its arguments, and the return
 * type is the first that its RETURN statements agree with. `undefined` where it cannot be read.
 */
export function readRoutine(body: string): PlpgsqlTree | undefined {
  const quoted = dollarQuoted(plainTypes(body));
  for (const returns of returnTypes(body)) {
    const tree = readReturning(returns, quoted);
    if (tree) return tree;
  }
  return undefined;
}

const mostArguments = 40;

function readReturning(returns: string, quoted: string): PlpgsqlTree | undefined {
  const types = new Map<string, string>();
  for (let tries = 0; tries < mostArguments; tries += 1) {
    const signature = [...types].map(([name, type]) => `${name} ${type}`).join(', ');
    const { tree, message } = attempt(
      `CREATE FUNCTION f(${signature}) RETURNS ${returns} LANGUAGE plpgsql AS ${quoted}`,
    );
    if (tree) return tree;
    if (!addMissing(types, message)) return undefined;
  }
  return undefined;
}

/** Turns the server's complaint about a variable into an argument. */
function addMissing(types: Map<string, string>, message: string): boolean {
  const [, path, , complaint] = /^"((?:[^"]|"")+)" is (not )?(a known variable|a scalar variable)/.exec(message) ?? [];
  const name = path?.split('.')[0];
  if (name === undefined) return false;
  const type = complaint === 'a scalar variable' ? 'text' : 'some_type'; // Of an unknown type it makes a record.
  if (types.get(`"${name}"`) === type) return false;
  types.set(`"${name}"`, type);
  return true;
}

interface Attempt {
  readonly tree?: PlpgsqlTree | undefined;
  readonly message: string;
}

function attempt(sql: string): Attempt {
  try {
    const { plpgsql_funcs: functions } = loadedModule().parsePlPgSQLSync(sql) as unknown as Tree;
    const { action, datums } = functions?.[0]?.PLpgSQL_function ?? {};
    return { tree: action && { action, datums: datums ?? [] }, message: '' };
  } catch (error) {
    return { message: (error as Error).message };
  }
}

function returnTypes(body: string): readonly string[] {
  const words = [...tokens(body, 0)].map((token) => wordOf(body, token));
  const returnsRows = words.some((word, i) => word === 'return' && ['query', 'next'].includes(words[i + 1] ?? ''));
  if (returnsRows) return ['SETOF record'];
  const inTrigger = words.some((word) => word === 'new' || word === 'old' || word.startsWith('tg_'));
  return inTrigger ? ['trigger', 'event_trigger', 'text', 'void'] : ['text', 'void', 'trigger', 'event_trigger'];
}

const wordOf = (text: string, token: Token): string =>
  token.kind === 'word' ? text.slice(token.start, token.end).toLowerCase() : '';

/**
 * The parser does not know tables, so it takes `users%ROWTYPE` for a type without fields. With `record` in its place,
 * and as many blanks, assignments to the fields are read too.
 */
function plainTypes(body: string): string {
  const pieces: string[] = [];
  let copied = 0;
  for (const { start, end } of rowTypes(body)) {
    pieces.push(body.slice(copied, start), 'record'.padEnd(end - start));
    copied = end;
  }
  return pieces.join('') + body.slice(copied);
}

/** Places of `name%ROWTYPE`, the name with its schema. */
export function rowTypes(body: string): readonly { readonly start: number; readonly end: number }[] {
  const all = [...tokens(body, 0)];
  return all.flatMap((token, i) => {
    if (!isWord(body, token, 'rowtype') || !isSymbol(body, all[i - 1], '%')) return [];
    let first = i - 2;
    while (isSymbol(body, all[first - 1], '.')) first -= 2;
    const start = all[first]?.start;
    return start === undefined ? [] : [{ start, end: token.end }];
  });
}

function dollarQuoted(body: string): string {
  let tag = '$body$';
  for (let n = 1; body.includes(tag); n += 1) tag = `$body${n}$`;
  return `${tag}${body}${tag}`;
}
