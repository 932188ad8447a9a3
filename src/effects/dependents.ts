import type { Catalog } from '../catalog/catalog.js';
import type { Relation } from '../catalog/model.js';
import { formatQualified, type QualifiedName } from '../core/name.js';
import type { EffectsPart } from './environment.js';
import { lock, relationNamed } from './targets.js';

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
  const found = new Map<string, Relation>();
  const queue = viewsOver(catalog, relation, column);
  for (let view = queue.pop(); view !== undefined; view = queue.pop()) {
    const key = formatQualified(view.name);
    if (found.has(key)) continue;
    found.set(key, view);
    queue.push(...viewsOver(catalog, view.name));
  }
  return {
    locks: [...found.values()].map((view) => lock(catalog, { name: view.name, relation: view }, 'ACCESS EXCLUSIVE')),
  };
}

function viewsOver(catalog: Catalog, relation: QualifiedName, column?: string): Relation[] {
  return catalog
    .dependentsOf(relation, column)
    .filter(({ objectType }) => objectType === 'view' || objectType === 'materialized view')
    .flatMap(({ name }) => relationNamed(catalog, namedObject(name)) ?? []);
}
