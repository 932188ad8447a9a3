import { quoteIdentifier, quoteLiteral } from '../../../core/name.js';

export interface Preparation {
  /** Those of a backup that holds only some; absent: all. */
  readonly schemas?: readonly string[] | undefined;
  readonly clean: boolean;
  /** Milliseconds. */
  readonly lockWait: number;
  readonly serverVersion: number;
}

/** What runs before the dump, in its transaction: it makes the room that the dump needs. */
export function prepareSql({ schemas, clean, lockWait, serverVersion }: Preparation): string {
  const settings = `SET LOCAL lock_timeout = ${lockWait}; SET LOCAL client_min_messages = warning;`;
  if (schemas !== undefined) return `${settings} ${clean ? replaceSchemas(schemas) : dropEmpty(schemas)}`;
  return clean ? `${settings} ${dropAll(serverVersion)}` : settings;
}

/** A dump of named schemas creates them, also `public`, which every database has. */
const dropEmpty = (schemas: readonly string[]): string =>
  `DROP SCHEMA IF EXISTS ${schemas.map(quoteIdentifier).join(', ')};`;

const literals = (names: readonly string[]): string => names.map(quoteLiteral).join(', ');

const notOfExtension = (catalog: string): string =>
  `NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
    AND d.objid = o.oid AND d.deptype = 'e')`;

const dropEach = (kind: string, catalog: string, name: string, cascade: string, condition = 'true'): string => `
  FOR found IN SELECT o.${name} AS name FROM pg_catalog.${catalog} AS o WHERE ${condition} AND ${notOfExtension(catalog)}
  LOOP
    EXECUTE pg_catalog.format('DROP ${kind} %I${cascade}', found.name);
  END LOOP;`;

/** Event triggers go first: they would hear of all that follows. */
const dropAll = (serverVersion: number): string => `DO $prepare$
DECLARE found record;
BEGIN${dropEach('EVENT TRIGGER', 'pg_event_trigger', 'evtname', '')}${dropEach('PUBLICATION', 'pg_publication', 'pubname', '')}${dropEach('SCHEMA', 'pg_namespace', 'nspname', ' CASCADE', "o.nspname !~ '^pg_' AND o.nspname <> 'information_schema'")}${dropEach('SERVER', 'pg_foreign_server', 'srvname', ' CASCADE')}
  ${newPublic(serverVersion)}
END $prepare$;`;

/** As initdb makes it, which is what a dump takes it to be. */
const newPublic = (serverVersion: number): string =>
  `${
    serverVersion >= 150_000
      ? 'CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC;'
      : 'CREATE SCHEMA public; GRANT ALL ON SCHEMA public TO PUBLIC;'
  } COMMENT ON SCHEMA public IS 'standard public schema';`;

/**
 * Drops the schemas, unless that would take away anything outside of them, which the backup could not bring back: a foreign
 * key, a view, a default, an extension, a member of a publication.
 */
const replaceSchemas = (schemas: readonly string[]): string => `DO $prepare$
DECLARE
  before text;
  after text;
BEGIN
  ${outside(schemas, 'before')}
  DROP SCHEMA IF EXISTS ${schemas.map(quoteIdentifier).join(', ')} CASCADE;
  ${outside(schemas, 'after')}
  IF before IS DISTINCT FROM after THEN
    RAISE EXCEPTION 'objects outside of the schemas of the backup depend on them'
      USING DETAIL = pg_catalog.format('Left of them: %s, before: %s.', after, before);
  END IF;
END $prepare$;`;

const outside = (schemas: readonly string[], into: string): string => {
  const namespaces = `(SELECT n.oid FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN (${literals(schemas)}))`;
  const relations = `(SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relnamespace IN ${namespaces})`;
  const count = (what: string, catalog: string, condition: string): string =>
    `'${what}', (SELECT pg_catalog.count(*) FROM pg_catalog.${catalog} AS o WHERE ${condition})`;
  return `SELECT pg_catalog.json_build_object(
    ${[
      count('relations', 'pg_class', `o.relnamespace IN ${namespaces}`),
      count('columns', 'pg_attribute', `NOT o.attisdropped AND o.attrelid IN ${relations}`),
      count('defaults', 'pg_attrdef', `o.adrelid IN ${relations}`),
      count('constraints', 'pg_constraint', `o.connamespace IN ${namespaces}`),
      count('rules', 'pg_rewrite', `o.ev_class IN ${relations}`),
      count('triggers', 'pg_trigger', `NOT o.tgisinternal AND o.tgrelid IN ${relations}`),
      count('policies', 'pg_policy', `o.polrelid IN ${relations}`),
      count('functions', 'pg_proc', `o.pronamespace IN ${namespaces}`),
      count('types', 'pg_type', `o.typnamespace IN ${namespaces}`),
      count('extensions', 'pg_extension', 'true'),
      count('published tables', 'pg_publication_rel', 'true'),
      count('event triggers', 'pg_event_trigger', 'true'),
    ].join(',\n    ')})::text INTO ${into};`;
};
