import type { FamilyQuery } from '../family.js';
import { comment, isNoMember, list, role } from '../sql-fragments.js';

/** Foreign-data wrappers, servers and user mappings, whose options may hold passwords and are not read. */
export const foreignData: FamilyQuery = () => [
  {
    kind: "'foreign-data wrapper'",
    name: 'quote_ident(w.fdwname)',
    attributes: { owner: role('w.fdwowner'), options: list('w.fdwoptions') },
    rights: { acl: 'w.fdwacl', initial: "acldefault('F', w.fdwowner)" },
    from: 'pg_foreign_data_wrapper w',
    where: isNoMember('pg_foreign_data_wrapper', 'w.oid'),
  },
  {
    kind: "'foreign server'",
    name: 'quote_ident(s.srvname)',
    attributes: {
      owner: role('s.srvowner'),
      wrapper: 'quote_ident(w.fdwname)',
      type: 's.srvtype',
      version: 's.srvversion',
      options: list('s.srvoptions'),
      comment: comment('pg_foreign_server', 's.oid'),
    },
    rights: { acl: 's.srvacl', initial: "acldefault('S', s.srvowner)" },
    from: 'pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw',
    where: isNoMember('pg_foreign_server', 's.oid'),
  },
  {
    kind: "'user mapping'",
    name: "quote_ident(m.srvname) || ': ' || quote_ident(m.usename)",
    parent: "'foreign server ' || quote_ident(m.srvname)",
    attributes: {},
    from: 'pg_user_mappings m',
  },
];
