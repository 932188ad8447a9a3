import { isDeepStrictEqual } from 'node:util';
import { lex } from '../src/sql/lexer.js';
import type { Operation } from '../src/sql/operation.js';
import type { Parser } from '../src/sql/parser.js';
import { unreadTag } from '../src/sql/pure-js/read-expression.js';

export type Verdict = 'equal' | 'different' | 'only first' | 'only second' | 'neither';

export interface Comparison {
  readonly verdict: Verdict;
  readonly sql: string;
  /** As compared: without places of expressions. */
  readonly first: readonly unknown[];
  readonly second: readonly unknown[];
}

/** Reads a text statement by statement with both parsers. A statement that a parser calls unknown it does not accept. */
export function compareParsers(text: string, first: Parser, second: Parser): readonly Comparison[] {
  const { text: sql, statements } = lex(text);
  return statements.map(({ start, end }) => {
    const one = operationsOf(first, sql, start, end);
    const other = operationsOf(second, sql, start, end);
    return { ...compareOperations(one, other), sql: sql.slice(start, end) };
  });
}

/** `undefined` where the parser does not accept the statement. */
function operationsOf(parser: Parser, sql: string, from: number, to: number): readonly Operation[] | undefined {
  const outcome = parser.parse(sql, from, to);
  if (!outcome.ok) return undefined;
  const operations = outcome.statements.flatMap((statement) => statement.operations);
  return operations.some((operation) => operation.kind === 'unknown') ? undefined : operations;
}

function compareOperations(
  one: readonly Operation[] | undefined,
  other: readonly Operation[] | undefined,
): Omit<Comparison, 'sql'> {
  if (!one || !other) {
    const verdict = one ? 'only first' : other ? 'only second' : 'neither';
    return { verdict, first: one ?? [], second: other ?? [] };
  }
  const first = one.map((operation) => comparable(operation));
  const second = other.map((operation) => comparable(operation));
  return { verdict: isEqual(first, second) ? 'equal' : 'different', first, second };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a name in a body means cannot be told without a PL/pgSQL parser. */
function comparable(operation: Operation): unknown {
  const fields: Fields =
    operation.kind === 'createFunction' ? { ...operation, references: undefined } : { ...operation };
  return withoutPlaces(fields, true);
}

/** Columns, constraints and operations have places that rules point at; those of expressions and types are left out. */
function withoutPlaces(value: unknown, keepsPlace: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPlaces(item, isPlaced(item)));
  if (!isFields(value)) return value;
  const entries = Object.entries(value).filter(
    ([field, part]) =>
      part !== undefined && (field !== 'span' || keepsPlace) && !(field === 'tag' && part !== unreadTag),
  );
  return Object.fromEntries(entries.map(([field, part]) => [field, withoutPlaces(part, isPlaced(part))]));
}

/** Column and constraint definitions. */
const isPlaced = (value: unknown): boolean => isFields(value) && ('constraints' in value || 'notValid' in value);

/** Where two comparable values part, as a path and the two values there. */
export function firstDifference(one: unknown, other: unknown, path = ''): string | undefined {
  if (isEqual(one, other)) return undefined;
  const fields = isContainer(one) && isContainer(other) ? [...Object.keys(one), ...Object.keys(other)] : [];
  for (const field of fields) {
    const found = firstDifference(
      Reflect.get(one as object, field),
      Reflect.get(other as object, field),
      `${path}/${field}`,
    );
    if (found) return found;
  }
  return `${path}: ${JSON.stringify(one)} ≠ ${JSON.stringify(other)}`;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** An expression that the second parser could not read is equal to any. */
function isEqual(one: unknown, other: unknown): boolean {
  if (isFields(other) && other.tag === unreadTag) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]));
  if (!isFields(one) || !isFields(other)) return isDeepStrictEqual(one, other);
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...fields].every((field) => isEqual(one[field], other[field]));
}
