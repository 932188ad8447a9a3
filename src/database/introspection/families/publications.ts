import type { FamilyContext, FamilyQuery } from '../family.js';
import { flag, isNoMember, list, relationName, role, schemaName, sharedComment } from '../sql-fragments.js';

const operations =
  "concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END)";

const publishedColumns =
  "(SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = r.prrelid AND attnum = ANY (r.prattrs))";

/** Row filters and column lists, and whole schemas, are of 15. */
const members = ({ version }: FamilyContext): ReturnType<FamilyQuery> => {
  const parent = "'publication ' || quote_ident(p.pubname)";
  const tables = {
    kind: "'published table'",
    name: `quote_ident(p.pubname) || ': ' || ${relationName('r.prrelid')}`,
    parent,
    attributes:
      version >= 15 ? { columns: publishedColumns, rows: 'pg_get_expr(r.prqual, r.prrelid)' } : ({} satisfies object),
    from: 'pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid',
  };
  if (version < 15) return [tables];
  const schemas = {
    kind: "'published schema'",
    name: `quote_ident(p.pubname) || ': ' || ${schemaName('s.pnnspid')}`,
    parent,
    attributes: {},
    from: 'pg_publication_namespace s JOIN pg_publication p ON p.oid = s.pnpubid',
  };
  return [tables, schemas];
};

/** Publications with their members, and event triggers: what belongs to the database and to no schema. */
export const publications: FamilyQuery = (context) => [
  {
    kind: "'publication'",
    name: 'quote_ident(p.pubname)',
    attributes: {
      owner: role('p.pubowner'),
      tables: flag('p.puballtables', 'all'),
      operations,
      ...(context.version >= 13 ? { 'via root': flag('p.pubviaroot', 'yes') } : {}),
      ...(context.version >= 18 ? { 'generated columns': "nullif(p.pubgencols::text, 'n')" } : {}),
      comment: `(SELECT description FROM pg_description WHERE classoid = 'pg_publication'::regclass AND objoid = p.oid)`,
    },
    from: 'pg_publication p',
  },
  ...members(context),
  {
    kind: "'event trigger'",
    name: 'quote_ident(v.evtname)',
    attributes: {
      owner: role('v.evtowner'),
      event: 'v.evtevent',
      tags: list('v.evttags'),
      function: 'v.evtfoid::regprocedure',
      state: "CASE v.evtenabled WHEN 'D' THEN 'disabled' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on replicas' END",
      comment: `(SELECT description FROM pg_description WHERE classoid = 'pg_event_trigger'::regclass AND objoid = v.oid)`,
    },
    from: 'pg_event_trigger v',
    where: isNoMember('pg_event_trigger', 'v.oid'),
  },
  {
    kind: "'role settings here'",
    name: 'quote_ident(pg_get_userbyid(s.setrole))',
    attributes: { settings: list('s.setconfig'), comment: sharedComment('pg_db_role_setting', 's.setrole') },
    from: 'pg_db_role_setting s',
    where: 's.setrole <> 0 AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())',
  },
];
