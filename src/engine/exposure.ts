import type { Catalog } from '../catalog/catalog.js';
import type { Relation, RelationKind } from '../catalog/model.js';
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

/**
 * On Supabase the grants to the roles of the API decide. Elsewhere nobody knows which roles there are: any role's right
 * to read counts where the migrations grant such rights, and every table counts as readable where they grant none.
 */
function isReadable(relation: Relation, readers: readonly string[] | 'anybody', catalog: Catalog): boolean {
  if (readers === 'anybody') return true;
  return catalog
    .grants('table', relation.name)
    .some((grant) => grant.privilege === 'select' && readers.includes(grant.grantee));
}

function readersOf(project: Project, catalog: Catalog): readonly string[] | 'anybody' {
  if (project.supabase) return apiRoles;
  const grantees = new Set<string>();
  for (const { name, owner } of catalog.relations())
    for (const { privilege, grantee } of catalog.grants('table', name))
      if (privilege === 'select' && grantee !== owner) grantees.add(grantee);
  return grantees.size === 0 ? 'anybody' : [...grantees];
}

/** Relations of these kinds, made by these migrations, that untrusted roles can read unless row level security stops them. */
export function* exposedRelations(
  project: Project,
  catalog: Catalog,
  kinds: readonly RelationKind[],
): Generator<Relation> {
  const schemas = exposedSchemas(project, catalog);
  if (schemas.size === 0) return;
  const readers = readersOf(project, catalog);
  for (const relation of catalog.relations()) {
    if (!kinds.includes(relation.kind)) continue;
    if (relation.managed || relation.persistence === 'temporary' || !schemas.has(relation.name.schema)) continue;
    if (isReadable(relation, readers, catalog)) yield relation;
  }
}

/** Ordinary and partitioned tables among them. */
export const exposedTables = (project: Project, catalog: Catalog): Iterable<Relation> =>
  exposedRelations(project, catalog, ['table', 'partitionedTable']);
