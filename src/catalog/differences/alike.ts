// Places, the history of a thing, and what is no part of how it behaves.
const ignored: ReadonlySet<string> = new Set([
  'span',
  'unit',
  'populated',
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
  if ('kind' in value && value.kind === 'cast' && 'operand' in value) return strip(value.operand);
  return stripEntries(Object.entries(value));
}

const stripEntries = (entries: readonly (readonly [string, unknown])[]): unknown =>
  entries
    .filter(([key, item]) => item !== undefined && !ignored.has(key) && !(key === 'schema' && implied.includes(item)))
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, item]) => [key, strip(item)]);

/** SQL text without the layout that it was written in. */
export const sqlEssence = (text: string | undefined): string =>
  (text ?? '')
    .replace(/--[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),;]) ?/g, '$1')
    .replace(/;$/, '')
    .trim()
    .toLowerCase();
