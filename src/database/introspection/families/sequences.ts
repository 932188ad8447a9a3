import type { FamilyQuery } from '../family.js';
import { below, comment, flag, isNoInternal, qualified, relationName, role } from '../sql-fragments.js';

const ownedBy = `(SELECT ${below(relationName('d.refobjid'), 'a.attname')} FROM pg_depend d
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a')`;

/** Sequences but for those of identity columns, which are told with the column. The position is data, not schema. */
export const sequences: FamilyQuery = ({ isOurs }) => [
  {
    kind: "'sequence'",
    name: qualified('n.nspname', 'c.relname'),
    attributes: {
      owner: role('c.relowner'),
      type: 'format_type(s.seqtypid, NULL)',
      start: 's.seqstart',
      increment: 's.seqincrement',
      minimum: 's.seqmin',
      maximum: 's.seqmax',
      cache: 's.seqcache',
      cycle: flag('s.seqcycle', 'yes'),
      persistence: flag("c.relpersistence = 'u'", 'UNLOGGED'),
      'owned by': ownedBy,
      comment: comment('pg_class', 'c.oid'),
    },
    rights: { acl: 'c.relacl', initial: "acldefault('s', c.relowner)" },
    from: 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid',
    where: `${isOurs} AND ${isNoInternal('pg_class', 'c.oid')}`,
  },
];
