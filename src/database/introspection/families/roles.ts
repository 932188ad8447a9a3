import type { FamilyQuery } from '../family.js';
import { flag, list, sharedComment } from '../sql-fragments.js';

const memberOf = `(SELECT string_agg(quote_ident(g.rolname) || CASE WHEN m.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END, ', ' ORDER BY g.rolname)
  FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid)`;

/** The roles of the whole cluster, without their passwords. */
export const roles: FamilyQuery = () => [
  {
    kind: "'role'",
    name: 'quote_ident(r.rolname)',
    attributes: {
      superuser: flag('r.rolsuper', 'yes'),
      inherit: flag('NOT r.rolinherit', 'no'),
      'create role': flag('r.rolcreaterole', 'yes'),
      'create database': flag('r.rolcreatedb', 'yes'),
      login: flag('r.rolcanlogin', 'yes'),
      replication: flag('r.rolreplication', 'yes'),
      'bypass row level security': flag('r.rolbypassrls', 'yes'),
      'connection limit': 'nullif(r.rolconnlimit, -1)',
      'valid until': 'r.rolvaliduntil',
      'member of': memberOf,
      settings: `(SELECT ${list('setconfig')} FROM pg_db_role_setting WHERE setrole = r.oid AND setdatabase = 0)`,
      comment: sharedComment('pg_authid', 'r.oid'),
    },
    from: 'pg_roles r',
    where: "r.rolname !~ '^pg_'",
  },
];
