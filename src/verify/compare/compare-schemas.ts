import { keyOf, type LiveObject, type LiveSchema } from '../../database/introspection/live-schema.js';
import { movedColumns } from './moved-columns.js';
import type { ChangedAttribute, SchemaDifference } from './schema-difference.js';

/**
 * What is other in `after`, in the order of the objects' keys. Parts of an object that is missing or unexpected as a whole are
 * counted and not listed.
 */
export function compareSchemas(before: LiveSchema, after: LiveSchema): readonly SchemaDifference[] {
  const missing = onlyIn(before, after);
  const unexpected = onlyIn(after, before);
  const changed = [...before].flatMap(([key, object]) => {
    const now = after.get(key);
    return now === undefined || now === object ? [] : changesOf(object, now);
  });
  return [
    ...wholes(missing).map(([object, parts]) => ({ kind: 'missing', object, parts }) as const),
    ...wholes(unexpected).map(([object, parts]) => ({ kind: 'unexpected', object, parts }) as const),
    ...changed,
  ].toSorted(byKey);
}

const onlyIn = (one: LiveSchema, other: LiveSchema): LiveSchema => new Map([...one].filter(([key]) => !other.has(key)));

/** The objects whose parent is not among them, with the number of those whose parent is. */
function wholes(objects: LiveSchema): readonly (readonly [LiveObject, number])[] {
  const isPart = ({ parent }: LiveObject): boolean => parent !== undefined && objects.has(parent);
  const parts = new Map<string, number>();
  for (const object of objects.values()) {
    if (isPart(object) && object.parent) parts.set(object.parent, (parts.get(object.parent) ?? 0) + 1);
  }
  return [...objects].filter(([, object]) => !isPart(object)).map(([key, object]) => [object, parts.get(key) ?? 0]);
}

function changesOf(object: LiveObject, now: LiveObject): readonly ChangedAttribute[] {
  const names = new Set([...Object.keys(object.attributes), ...Object.keys(now.attributes)]);
  if (object.parent !== now.parent) return [change(object, 'belongs to', object.parent, now.parent)];
  return [...names].flatMap((attribute) => {
    const [before, after] = [object.attributes[attribute], now.attributes[attribute]];
    if (before === after || (attribute === 'column order' && isSameOrder(before, after))) return [];
    return [change(object, attribute, before, after)];
  });
}

const change = (object: LiveObject, attribute: string, before?: string, after?: string): ChangedAttribute => ({
  kind: 'changed',
  object,
  attribute,
  before,
  after,
});

/** A column that is missing or too many is a difference of its own: what counts here are those that both have. */
function isSameOrder(before = '', after = ''): boolean {
  return movedColumns(before, after).length === 0;
}

const byKey = (a: SchemaDifference, b: SchemaDifference): number => (sortText(a) < sortText(b) ? -1 : 1);

/** Parts stand behind the object that they belong to. */
const sortText = (difference: SchemaDifference): string => {
  const { object } = difference;
  const attribute = difference.kind === 'changed' ? difference.attribute : '';
  return `${object.parent ?? ''}\u0000${keyOf(object)}\u0000${attribute}`;
};
