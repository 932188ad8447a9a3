// Places, the history of a thing, and what is no part of how it behaves.
const ignored: ReadonlySet<string> = new Set([
  'span',
  'writtenAt',
  'rolesWritten',
  'unit',
  'populated',
  'filled',
  'complete',
  'managed',
  'validated',
  'notValid',
  'comment',
  'columnComments',
]);
// The schemas that a name may leave out.
const implied: readonly unknown[] = ['public', 'pg_catalog'];

/** Two parts of a schema mean the same, however and wherever they were written. Casts do not count. */
export const alike = (a: unknown, b: unknown): boolean => a === b || essence(a) === essence(b);

/** A text that is equal for parts that mean the same. */
export const essence = (value: unknown): string => JSON.stringify(strip(value)) ?? '';

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (value instanceof Set) return [...value].map(String).toSorted();
  if (value instanceof Map) return stripEntries([...value].map(([key, item]) => [String(key), item]));
  if (typeof value !== 'object' || value === null) return value;
  if (isCast(value)) return strip(value.operand);
  if (isAnyOfArray(value)) return strip(toInList(value));
  return stripEntries(Object.entries(value));
}

interface AnyOfArray {
  readonly operands: readonly [unknown, unknown];
}

const isCast = (value: object): value is { readonly operand: unknown } =>
  'kind' in value && value.kind === 'cast' && 'operand' in value;

/** The server writes `a IN (1, 2)` back as `a = ANY (ARRAY[1, 2])`. */
const isAnyOfArray = (value: object): value is AnyOfArray =>
  'operator' in value && value.operator === '= ANY' && 'operands' in value && Array.isArray(value.operands);

function toInList(value: AnyOfArray): unknown {
  const [left, right] = value.operands;
  const array = withoutCasts(right);
  const parts = isRecord(array) && array.tag === 'A_ArrayExpr' && Array.isArray(array.parts) ? array.parts : [array];
  return { kind: 'operator', operator: 'IN', operands: [left, ...parts] };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const withoutCasts = (value: unknown): unknown =>
  isRecord(value) && isCast(value) ? withoutCasts(value.operand) : value;

const stripEntries = (entries: readonly (readonly [string, unknown])[]): unknown =>
  entries
    .filter(([key, item]) => !isNothing(item) && !ignored.has(key) && !(key === 'schema' && implied.includes(item)))
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, item]) => [key, strip(item)]);

/** No value, or options of which none is set. */
const isNothing = (item: unknown): boolean =>
  item === undefined ||
  (isRecord(item) && !(item instanceof Map || item instanceof Set) && Object.keys(item).length === 0);

/** SQL text without the layout that it was written in. */
export const sqlEssence = (text: string | undefined): string =>
  (text ?? '')
    .replace(/--[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),;]) ?/g, '$1')
    .replace(/;$/, '')
    .trim()
    .toLowerCase();
