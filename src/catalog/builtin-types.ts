// Types of pg_catalog under PostgreSQL's short names, and the spellings that stand for them.
const names = new Set(
  (
    'int2 int4 int8 smallint integer int bigint serial bigserial smallserial serial2 serial4 serial8 numeric decimal float4 ' +
    'float8 real money bool boolean char bpchar varchar text name bytea uuid json jsonb jsonpath xml bit varbit date time ' +
    'timetz timestamp timestamptz interval inet cidr macaddr macaddr8 point line lseg box path polygon circle tsvector ' +
    'tsquery oid regclass regproc regprocedure regtype regrole regnamespace regoper regoperator regconfig regdictionary ' +
    'regcollation int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange ' +
    'tsmultirange tstzmultirange datemultirange record void trigger event_trigger any anyelement anyarray anynonarray ' +
    'anyenum anyrange anymultirange anycompatible anycompatiblearray anycompatiblenonarray anycompatiblerange ' +
    'anycompatiblemultirange cstring internal language_handler fdw_handler tsm_handler index_am_handler table_am_handler ' +
    'unknown xid xid8 cid tid pg_lsn pg_snapshot txid_snapshot refcursor gtsvector aclitem int2vector oidvector'
  ).split(' '),
);

export const isBuiltinType = (name: string): boolean => names.has(name);
