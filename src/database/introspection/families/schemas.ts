import type { FamilyQuery } from '../family.js';
import { comment, isNoMember, list, role, schemaName } from '../sql-fragments.js';

const objectKind =
  "CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE 'large objects' END";

/** Schemas, extensions, default privileges, and settings of the database. */
export const schemas: FamilyQuery = ({ isOurs }) => [
  {
    kind: "'schema'",
    name: 'quote_ident(n.nspname)',
    attributes: { owner: role('n.nspowner'), comment: comment('pg_namespace', 'n.oid') },
    rights: { acl: 'n.nspacl', initial: "acldefault('n', n.nspowner)" },
    from: 'pg_namespace n',
    where: `${isOurs} AND ${isNoMember('pg_namespace', 'n.oid')}`,
  },
  {
    kind: "'extension'",
    name: 'quote_ident(e.extname)',
    attributes: {
      schema: schemaName('e.extnamespace'),
      version: 'e.extversion',
      comment: comment('pg_extension', 'e.oid'),
    },
    from: 'pg_extension e',
    where: "e.extname <> 'plpgsql'",
  },
  {
    kind: "'default privileges'",
    name: `${role('d.defaclrole')} || coalesce(' in ' || quote_ident(n.nspname), '') || ' for ' || ${objectKind}`,
    attributes: {},
    rights: {
      acl: 'd.defaclacl',
      // Those of a schema are added to the others.
      initial: `CASE d.defaclnamespace WHEN 0 THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END`,
    },
    from: 'pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace',
    where: `d.defaclnamespace = 0 OR (${isOurs})`,
  },
  {
    kind: "'settings of the database'",
    name: "'this'",
    attributes: { settings: list('s.setconfig') },
    from: 'pg_db_role_setting s',
    where: 's.setrole = 0 AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())',
  },
];
