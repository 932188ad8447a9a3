import type { Catalog } from '../catalog/catalog.js';
import type { Relation } from '../catalog/model.js';
import { formatQualified, type QualifiedName } from '../core/name.js';
import { exposedSchemas } from './exposure.js';
import type { Project } from './rule.js';

/** The relations that a view reads, by itself and through views that it reads with the rights of their owner. */
export function* relationsBehind(
  catalog: Catalog,
  view: Relation,
  seen: Set<string> = new Set(),
): Generator<QualifiedName> {
  for (const name of view.view?.reads ?? []) {
    if (seen.has(formatQualified(name))) continue;
    seen.add(formatQualified(name));
    yield name;
    const relation = catalog.relation(name);
    if (typeof relation === 'object' && relation.kind === 'view') yield* relationsBehind(catalog, relation, seen);
  }
}

/**
 * What somebody gets by the view and would not get by the tables themselves: those with row level security, and those of
 * schemas that are not exposed. Catalogs of the server are readable for everyone; what nobody knows is left out.
 */
export const protectedReads = (project: Project, catalog: Catalog, view: Relation): readonly QualifiedName[] => {
  const exposed = exposedSchemas(project, catalog);
  return [...relationsBehind(catalog, view)].filter((name) => {
    const relation = catalog.relation(name);
    if (typeof relation === 'string' || relation.kind === 'view') return false;
    return relation.rowSecurity.enabled || !exposed.has(name.schema);
  });
};

/** Reads with the rights of whoever asks. Servers before 15 have no such views. */
export const isSecurityInvoker = ({ options }: Relation): boolean =>
  /^(true|on|yes|1)$/i.test(options.security_invoker ?? '');
