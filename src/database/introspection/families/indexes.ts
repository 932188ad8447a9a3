import type { FamilyQuery } from '../family.js';
import { comment, flag, isNoMember, qualified, relationKind, relationName } from '../sql-fragments.js';

/** Indexes that no constraint stands for. */
export const indexes: FamilyQuery = ({ isOurs }) => [
  {
    kind: "'index'",
    name: qualified('n.nspname', 'ic.relname'),
    parent: `${relationKind('c.relkind')} || ' ' || ${qualified('n.nspname', 'c.relname')}`,
    attributes: {
      definition: 'pg_get_indexdef(i.indexrelid)',
      valid: flag('NOT i.indisvalid', 'no'),
      clustered: flag('i.indisclustered', 'yes'),
      'replica identity': flag('i.indisreplident', 'yes'),
      tablespace: '(SELECT spcname FROM pg_tablespace WHERE oid = ic.reltablespace)',
      'partition of': `(SELECT ${relationName('inhparent')} FROM pg_inherits WHERE inhrelid = i.indexrelid)`,
      comment: comment('pg_class', 'ic.oid'),
    },
    from: `pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace`,
    where: `${isOurs} AND ${isNoMember('pg_class', 'c.oid')}
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))`,
  },
];
