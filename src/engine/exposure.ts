import type { Catalog } from '../catalog/catalog.js';
import type { Relation } from '../catalog/model.js';
import type { Project } from './rule.js';

/** The roles that a Data API serves requests under. */
export const apiRoles: readonly string[] = ['anon', 'authenticated', 'public'];

/** Somebody already relies on row level security here, so `public` is taken to be reachable by untrusted roles. */
function usesRowSecurity(catalog: Catalog): boolean {
  for (const relation of catalog.relations()) {
    if (!relation.managed && (relation.rowSecurity.enabled || relation.policies.size > 0)) return true;
  }
  return false;
}

/**
 * The schemas whose tables untrusted roles can reach: those that the Data API serves; without one, `public` in a
 * project that uses row level security.
 */
export function exposedSchemas(project: Project, catalog: Catalog): ReadonlySet<string> {
  if (project.exposedSchemas.length > 0) return new Set(project.exposedSchemas);
  return new Set(usesRowSecurity(catalog) ? ['public'] : []);
}

/** On Supabase the grants decide; elsewhere nobody knows which roles there are, so a table counts as readable. */
function isReadable(relation: Relation, project: Project, catalog: Catalog): boolean {
  if (!project.supabase) return true;
  return catalog
    .grants('table', relation.name)
    .some((grant) => grant.privilege === 'select' && apiRoles.includes(grant.grantee));
}

/** Ordinary and partitioned tables, made by these migrations, that untrusted roles can read unless RLS stops them. */
export function* exposedTables(project: Project, catalog: Catalog): Generator<Relation> {
  const schemas = exposedSchemas(project, catalog);
  if (schemas.size === 0) return;
  for (const relation of catalog.relations()) {
    if (relation.kind !== 'table' && relation.kind !== 'partitionedTable') continue;
    if (relation.managed || relation.persistence === 'temporary' || !schemas.has(relation.name.schema)) continue;
    if (isReadable(relation, project, catalog)) yield relation;
  }
}
