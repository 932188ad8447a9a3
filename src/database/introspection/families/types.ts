import type { FamilyQuery } from '../family.js';
import { comment, flag, isNoMember, qualified, role } from '../sql-fragments.js';

const labels =
  "(SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)";

const subtype = '(SELECT format_type(rngsubtype, NULL) FROM pg_range WHERE rngtypid = t.oid)';

const subtypeDifference = "(SELECT nullif(rngsubdiff::regproc::text, '-') FROM pg_range WHERE rngtypid = t.oid)";

const collation = `(SELECT ${qualified('ln.nspname', 'l.collname')} FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
  JOIN pg_type b ON b.oid = t.typbasetype WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation)`;

/** Enums, domains, ranges and base types. Composite types are told with the relations. */
export const types: FamilyQuery = ({ isOurs }) => [
  {
    kind: "CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'type' END",
    name: qualified('n.nspname', 't.typname'),
    attributes: {
      owner: role('t.typowner'),
      values: labels,
      'base type': "CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END",
      collation,
      'not null': flag('t.typnotnull', 'yes'),
      default: 't.typdefault',
      subtype,
      'subtype difference': subtypeDifference,
      'input and output': "CASE t.typtype WHEN 'b' THEN t.typinput::text || ', ' || t.typoutput::text END",
      comment: comment('pg_type', 't.oid'),
    },
    rights: { acl: 't.typacl', initial: "acldefault('T', t.typowner)" },
    from: 'pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace',
    where: `t.typtype IN ('e', 'd', 'r', 'b') AND NOT (t.typtype = 'b' AND t.typelem <> 0 AND t.typlen = -1) AND ${isOurs} AND ${isNoMember('pg_type', 't.oid')}`,
  },
];
