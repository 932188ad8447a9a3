import type { Catalog } from '../catalog/catalog.js';
import type { QualifiedName } from '../core/name.js';
import type { EffectsPart } from './environment.js';
import { lock, relationNamed, targetNamed } from './targets.js';

/** Names of dependents are written `view` or `schema.view`. */
export const namedObject = (name: string): { schema?: string; name: string } => {
  const dot = name.indexOf('.');
  return dot < 0 ? { name } : { schema: name.slice(0, dot), name: name.slice(dot + 1) };
};

/** Views that CASCADE drops along with what they read. */
export function dependentViewLocks(
  catalog: Catalog,
  relation: QualifiedName | undefined,
  column?: string,
): EffectsPart {
  if (relation === undefined) return {};
  const views = catalog
    .dependentsOf(relation, column)
    .filter(({ objectType }) => objectType === 'view' || objectType === 'materialized view')
    .filter(({ name }) => relationNamed(catalog, namedObject(name)) !== undefined);
  return { locks: views.map(({ name }) => lock(catalog, targetNamed(catalog, namedObject(name)), 'ACCESS EXCLUSIVE')) };
}
