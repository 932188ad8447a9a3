import { keyOf } from '../../database/introspection/live-schema.js';
import { type Disagreement, reconcile } from '../../generate/reconcile/reconcile.js';
import type { SchemaDifference } from '../../verify/compare/schema-difference.js';
import type { Drift } from '../../verify/drift/find-drift.js';
import type { DriftResult } from './drift.js';

/** The statements that end the drift, on either side. */
export function suggestSql({ differences, expected, actual }: Drift): DriftResult['sql'] {
  const all = group(differences).map(([key, attributes]) => ({
    made: expected.get(key),
    there: actual.get(key),
    attributes,
  }));
  const towards = (want: 'made' | 'there', have: 'made' | 'there'): readonly Disagreement[] =>
    all.map((one) => ({ want: one[want], have: one[have], attributes: one.attributes }));
  return {
    database: reconcile(towards('made', 'there'), expected),
    migration: reconcile(towards('there', 'made'), actual),
  };
}

/** The attributes that changed, by object. */
function group(differences: readonly SchemaDifference[]): readonly (readonly [string, readonly string[]])[] {
  const attributes = new Map<string, string[]>();
  for (const difference of differences) {
    const key = keyOf(difference.object);
    const names = attributes.get(key) ?? [];
    if (difference.kind === 'changed') names.push(difference.attribute);
    attributes.set(key, names);
  }
  return [...attributes];
}
