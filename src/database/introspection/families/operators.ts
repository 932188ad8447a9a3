import type { FamilyQuery } from '../family.js';
import { comment, isNoInternal, isNoMember, qualified, role } from '../sql-fragments.js';

/** Oids below this one are of the server itself. */
const firstUserOid = 16384;

const classMembers = `(SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
  SELECT 'OPERATOR ' || amopstrategy || ' ' || amopopr::regoperator AS line FROM pg_amop WHERE amopfamily = o.opcfamily
  UNION ALL SELECT 'FUNCTION ' || amprocnum || ' ' || amproc::regprocedure FROM pg_amproc WHERE amprocfamily = o.opcfamily) m)`;

/** Casts, operators and operator classes. */
export const operators: FamilyQuery = ({ isOurs }) => [
  {
    kind: "'cast'",
    name: "format_type(k.castsource, NULL) || ' AS ' || format_type(k.casttarget, NULL)",
    attributes: {
      function:
        "CASE WHEN k.castfunc <> 0 THEN k.castfunc::regprocedure::text WHEN k.castmethod = 'i' THEN 'INOUT' ELSE 'none' END",
      context: "CASE k.castcontext WHEN 'i' THEN 'IMPLICIT' WHEN 'a' THEN 'ASSIGNMENT' END",
      comment: comment('pg_cast', 'k.oid'),
    },
    from: 'pg_cast k',
    where: `k.oid >= ${firstUserOid} AND ${isNoInternal('pg_cast', 'k.oid')}`,
  },
  {
    kind: "'operator'",
    name: 'o.oid::regoperator::text',
    attributes: {
      owner: role('o.oprowner'),
      function: 'o.oprcode::regprocedure',
      commutator: "nullif(o.oprcom::regoperator::text, '0')",
      negator: "nullif(o.oprnegate::regoperator::text, '0')",
      restrict: "nullif(o.oprrest::text, '-')",
      join: "nullif(o.oprjoin::text, '-')",
      comment: comment('pg_operator', 'o.oid'),
    },
    from: 'pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace',
    where: `${isOurs} AND ${isNoMember('pg_operator', 'o.oid')}`,
  },
  {
    kind: "'operator class'",
    name: `${qualified('n.nspname', 'o.opcname')} || ' USING ' || a.amname`,
    attributes: {
      owner: role('o.opcowner'),
      type: 'format_type(o.opcintype, NULL)',
      default: "CASE WHEN o.opcdefault THEN 'yes' END",
      members: classMembers,
      comment: comment('pg_opclass', 'o.oid'),
    },
    from: 'pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am a ON a.oid = o.opcmethod',
    where: `${isOurs} AND ${isNoMember('pg_opclass', 'o.oid')}`,
  },
];
