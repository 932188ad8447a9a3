import type { FamilyContext, FamilyQuery } from '../family.js';
import { below, comment, flag, isNoMember, list, qualified, relationKind } from '../sql-fragments.js';

const table = qualified('n.nspname', 'c.relname');

const sequenceOptions =
  "concat_ws(' ', 'START', s.seqstart, 'INCREMENT', s.seqincrement, 'MINVALUE', s.seqmin, 'MAXVALUE', s.seqmax, 'CACHE', s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' END)";

const identity = `CASE WHEN a.attidentity <> '' THEN CASE a.attidentity WHEN 'a' THEN 'ALWAYS ' ELSE 'BY DEFAULT ' END || coalesce((
  SELECT ${sequenceOptions} FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid
    AND d.refobjsubid = a.attnum AND d.deptype = 'i'), '') END`;

const storage = `CASE WHEN a.attstorage <> t.typstorage THEN
  CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END`;

const collation = `(SELECT ${qualified('ln.nspname', 'l.collname')} FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
  WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation)`;

/** From 18 on, a NOT NULL is a constraint with properties of its own. */
const notNull = ({ version }: FamilyContext): string =>
  version < 18
    ? flag('a.attnotnull', 'yes')
    : `CASE WHEN a.attnotnull THEN coalesce((SELECT 'yes' || CASE WHEN connoinherit THEN ' NO INHERIT' ELSE '' END
        || CASE WHEN NOT convalidated THEN ' NOT VALID' ELSE '' END
      FROM pg_constraint WHERE conrelid = c.oid AND contype = 'n' AND conkey = ARRAY[a.attnum]), 'yes') END`;

export const columns: FamilyQuery = (context) => [
  {
    kind: "CASE c.relkind WHEN 'c' THEN 'attribute' ELSE 'column' END",
    name: below(table, 'a.attname'),
    parent: `${relationKind('c.relkind')} || ' ' || ${table}`,
    attributes: {
      type: 'format_type(a.atttypid, a.atttypmod)',
      collation,
      'not null': notNull(context),
      default: "CASE a.attgenerated WHEN '' THEN pg_get_expr(d.adbin, d.adrelid) END",
      generated:
        "CASE a.attgenerated WHEN 's' THEN pg_get_expr(d.adbin, d.adrelid) || ' STORED' WHEN 'v' THEN pg_get_expr(d.adbin, d.adrelid) || ' VIRTUAL' END",
      identity,
      storage,
      ...(context.version >= 14
        ? { compression: "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END" }
        : {}),
      'statistics target': 'CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END',
      options: list('a.attoptions'),
      'foreign options': list('a.attfdwoptions'),
      inherited: flag('a.attinhcount > 0 AND NOT a.attislocal', 'yes'),
      comment: comment('pg_class', 'c.oid', 'a.attnum'),
    },
    rights: { acl: 'a.attacl', initial: "'{}'::aclitem[]" },
    from: `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum`,
    where: `c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped
      AND ${context.isOurs} AND ${isNoMember('pg_class', 'c.oid')}`,
  },
];
