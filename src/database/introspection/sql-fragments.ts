import { quoteLiteral } from '../../core/name.js';

/** Fragments of SQL that several families of objects share. Arguments are SQL expressions, not values. */

/** The word where the condition holds, else NULL: the attribute is absent then. */
export const flag = (condition: string, word: string): string =>
  `CASE WHEN ${condition} THEN ${quoteLiteral(word)} END`;

export const qualified = (schema: string, name: string): string =>
  `quote_ident(${schema}) || '.' || quote_ident(${name})`;

/** Most of `quote_ident` for a name below a qualified one. */
export const below = (parent: string, name: string): string => `${parent} || '.' || quote_ident(${name})`;

/** What extensions own comes and goes with them. */
export const isNoMember = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend WHERE classid = '${catalog}'::regclass AND objid = ${oid} AND deptype = 'e')`;

/** Nor is it what the server made with another object: constructors of a range type, the sequence of an identity column. */
export const isNoInternal = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend WHERE classid = '${catalog}'::regclass AND objid = ${oid} AND deptype IN ('e', 'i'))`;

export const comment = (catalog: string, oid: string, part = '0'): string =>
  `(SELECT description FROM pg_description WHERE classoid = '${catalog}'::regclass AND objoid = ${oid} AND objsubid = ${part})`;

/** Of objects that a whole cluster shares. */
export const sharedComment = (catalog: string, oid: string): string =>
  `(SELECT description FROM pg_shdescription WHERE classoid = '${catalog}'::regclass AND objoid = ${oid})`;

export const role = (oid: string): string => `quote_ident(pg_get_userbyid(${oid}))`;

export const list = (array: string): string => `array_to_string(${array}, ', ')`;

/** The qualified name of a relation, by its oid. */
export const relationName = (oid: string): string =>
  `(SELECT ${qualified('rn.nspname', 'rc.relname')} FROM pg_class rc JOIN pg_namespace rn ON rn.oid = rc.relnamespace WHERE rc.oid = ${oid})`;

export const schemaName = (oid: string): string => `(SELECT quote_ident(nspname) FROM pg_namespace WHERE oid = ${oid})`;

/** What people call a relation of this `relkind`. */
export const relationKind = (relkind: string): string =>
  `CASE ${relkind} WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ` +
  `WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' ELSE 'table' END`;

// The server refuses to look into an empty list.
const rightsOf = (acl: string): string =>
  `SELECT a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(nullif(${acl}, '{}')) a`;

const grantedAs = (prefix: string, rights: string): string => `(
  SELECT jsonb_object_agg('${prefix} ' || grantee, privileges) FROM (
    SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE ${role('grantee')} END AS grantee,
      string_agg(DISTINCT privilege_type || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ') AS privileges
    FROM (${rights}) r GROUP BY 1) s)`;

/**
 * The rights as attributes, by who has them, where they are other than what a new object has without default privileges.
 * NULL where there are none.
 * @param initial What a new object has: an `aclitem[]`.
 */
export const rightsAttributes = (acl: string, initial: string): string =>
  `(CASE WHEN ${acl} IS NOT NULL THEN ` +
  `coalesce(${grantedAs('rights of', `${rightsOf(acl)} EXCEPT ${rightsOf(initial)}`)}, '{}') || ` +
  `coalesce(${grantedAs('rights taken from', `${rightsOf(initial)} EXCEPT ${rightsOf(acl)}`)}, '{}') END)`;
