import type { FamilyQuery } from '../family.js';
import { comment, flag, isNoMember, list, qualified, relationKind, relationName, role } from '../sql-fragments.js';

const columnOrder =
  "(SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)";

const parents = `(SELECT string_agg(${relationName('inhparent')}, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = c.oid)`;

const replicaIdentity =
  "CASE WHEN c.relkind IN ('r', 'p') THEN CASE c.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' WHEN 'i' THEN 'an index' END END";

/** COMMENT ON TYPE of a composite type is on the type, not on its relation. */
const commentOfType = `CASE c.relkind WHEN 'c' THEN ${comment('pg_type', 'c.reltype')} END`;

/** Tables, views, materialized views, foreign tables and composite types, without their columns. */
export const relations: FamilyQuery = ({ isOurs }) => [
  {
    kind: relationKind('c.relkind'),
    name: qualified('n.nspname', 'c.relname'),
    attributes: {
      owner: role('c.relowner'),
      'column order': columnOrder,
      persistence: flag("c.relpersistence = 'u'", 'UNLOGGED'),
      'access method': "(SELECT amname FROM pg_am WHERE oid = c.relam AND amname <> 'heap')",
      tablespace: '(SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace)',
      options: list('c.reloptions'),
      'replica identity': replicaIdentity,
      'row level security': flag('c.relrowsecurity', 'enabled'),
      'row level security of the owner': flag('c.relforcerowsecurity', 'forced'),
      'partition key': 'pg_get_partkeydef(c.oid)',
      'partition bounds': 'pg_get_expr(c.relpartbound, c.oid)',
      inherits: parents,
      'of type': 'CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END',
      query: "CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END",
      populated: flag("c.relkind = 'm' AND NOT c.relispopulated", 'no'),
      server:
        '(SELECT quote_ident(srvname) FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE ftrelid = c.oid)',
      'server options': `(SELECT ${list('ftoptions')} FROM pg_foreign_table WHERE ftrelid = c.oid)`,
      comment: `coalesce(${comment('pg_class', 'c.oid')}, ${commentOfType})`,
    },
    rights: { acl: 'c.relacl', initial: "acldefault('r', c.relowner)" },
    from: 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
    where: `c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND ${isOurs} AND ${isNoMember('pg_class', 'c.oid')}`,
  },
];
