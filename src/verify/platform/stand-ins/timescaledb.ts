import type { StandIn } from '../stand-in.js';

/** Hypertables stay plain tables; policies and jobs are forgotten. @see https://github.com/timescale/timescaledb */
export const timescaledb: StandIn = {
  name: 'timescaledb',
  version: '2.16.1',
  sql: `
CREATE SCHEMA IF NOT EXISTS timescaledb_information;
CREATE FUNCTION create_hypertable(
  relation regclass, time_column_name name, partitioning_column name DEFAULT NULL, number_partitions integer DEFAULT NULL,
  chunk_time_interval anyelement DEFAULT NULL::interval, create_default_indexes boolean DEFAULT true,
  if_not_exists boolean DEFAULT false, migrate_data boolean DEFAULT false
) RETURNS TABLE (hypertable_id integer, schema_name name, table_name name, created boolean) LANGUAGE sql AS
  'SELECT 1, ''public''::name, $1::text::name, true';
CREATE FUNCTION by_range(column_name name, partition_interval anyelement DEFAULT NULL::interval) RETURNS text
LANGUAGE sql AS 'SELECT $1::text';
CREATE FUNCTION add_retention_policy(relation regclass, drop_after interval, if_not_exists boolean DEFAULT false)
RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION remove_retention_policy(relation regclass, if_exists boolean DEFAULT false) RETURNS void
LANGUAGE sql AS '';
CREATE FUNCTION add_compression_policy(hypertable regclass, compress_after interval, if_not_exists boolean DEFAULT false)
RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION add_continuous_aggregate_policy(
  continuous_aggregate regclass, start_offset interval, end_offset interval, schedule_interval interval,
  if_not_exists boolean DEFAULT false
) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION set_chunk_time_interval(hypertable regclass, chunk_time_interval anyelement) RETURNS void
LANGUAGE sql AS '';
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT date_bin($1, $2, ''2000-01-03'')';
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT date_bin($1, $2, ''2000-01-03'')';
CREATE FUNCTION time_bucket(bucket_width integer, ts integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS
  'SELECT $2 / $1 * $1';
CREATE VIEW timescaledb_information.hypertables AS
  SELECT NULL::name AS hypertable_schema, NULL::name AS hypertable_name WHERE false;
`,
};
