import type { FamilyQuery } from '../family.js';
import { comment, isNoInternal, isNoMember, qualified, role } from '../sql-fragments.js';

const name = `${qualified('n.nspname', 'p.proname')} || '(' || oidvectortypes(p.proargtypes) || ')'`;

const shared = { owner: role('p.proowner'), comment: comment('pg_proc', 'p.oid') };
const rights = { acl: 'p.proacl', initial: "acldefault('f', p.proowner)" };

const functionName = (oid: string): string =>
  `CASE WHEN ${oid} <> 0 THEN (SELECT ${qualified('fn.nspname', 'f.proname')} FROM pg_proc f JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = ${oid}) END`;

export const routines: FamilyQuery = ({ isOurs }) => [
  {
    kind: "CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END",
    name,
    attributes: { ...shared, definition: "rtrim(pg_get_functiondef(p.oid), E'\\n')" },
    rights,
    from: 'pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace',
    where: `p.prokind <> 'a' AND ${isOurs} AND ${isNoInternal('pg_proc', 'p.oid')}`,
  },
  {
    kind: "'aggregate'",
    name,
    attributes: {
      ...shared,
      result: 'format_type(p.prorettype, NULL)',
      kind: "CASE g.aggkind WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set' END",
      'state function': functionName('g.aggtransfn'),
      'state type': 'format_type(g.aggtranstype, NULL)',
      'final function': functionName('g.aggfinalfn'),
      'combine function': functionName('g.aggcombinefn'),
      'initial state': 'g.agginitval',
      parallel: "CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END",
    },
    rights,
    from: 'pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_aggregate g ON g.aggfnoid = p.oid',
    where: `${isOurs} AND ${isNoMember('pg_proc', 'p.oid')}`,
  },
];
