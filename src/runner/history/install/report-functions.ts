import type { HistorySchema } from '../schema-name.js';

export const reportFunctions = ({ identifier: s, literal }: HistorySchema): readonly string[] => [
  `CREATE FUNCTION ${s}.get_migration_stats()
   RETURNS TABLE (total bigint, applied bigint, rolled_back bigint, failed bigint, batches bigint,
                  last_migration text, last_applied_at timestamptz, total_time_ms bigint, average_time_ms numeric)
   LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
     SELECT count(*), count(*) FILTER (WHERE h.status = 'applied'), count(*) FILTER (WHERE h.status = 'rolled_back'),
            count(*) FILTER (WHERE h.status = 'failed'), count(DISTINCT h.batch),
            (array_agg(h.migration_name ORDER BY h.applied_at DESC, h.id DESC) FILTER (WHERE h.status = 'applied'))[1],
            max(h.applied_at) FILTER (WHERE h.status = 'applied'),
            coalesce(sum(h.execution_time_ms) FILTER (WHERE h.status = 'applied'), 0)::bigint,
            round(avg(h.execution_time_ms) FILTER (WHERE h.status = 'applied'), 1)
     FROM ${s}.migration_history AS h
   $body$`,
  // Definitions, not data: enough to see later what was there.
  `CREATE FUNCTION ${s}.create_migration_snapshot(name text DEFAULT NULL, note text DEFAULT NULL) RETURNS bigint
   LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
   DECLARE
     made bigint;
   BEGIN
     INSERT INTO ${s}.migration_snapshots (migration_name, note, contents)
     SELECT name, create_migration_snapshot.note, jsonb_build_object(
       'applied', (SELECT coalesce(jsonb_agg(h.migration_name ORDER BY h.id), '[]')
                   FROM ${s}.migration_history AS h WHERE h.status = 'applied'),
       'relations', (
         SELECT coalesce(jsonb_object_agg(c.oid::regclass::text, jsonb_build_object(
           'kind', c.relkind,
           'row_security', c.relrowsecurity,
           'columns', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                         'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull,
                         'default', pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum), '[]')
                       FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
           'constraints', (SELECT coalesce(jsonb_object_agg(k.conname, pg_get_constraintdef(k.oid)), '{}')
                           FROM pg_constraint AS k WHERE k.conrelid = c.oid),
           'indexes', (SELECT coalesce(jsonb_object_agg(i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)), '{}')
                       FROM pg_index AS i WHERE i.indrelid = c.oid),
           'policies', (SELECT coalesce(jsonb_object_agg(p.polname, jsonb_build_object(
                          'command', p.polcmd, 'using', pg_get_expr(p.polqual, p.polrelid),
                          'check', pg_get_expr(p.polwithcheck, p.polrelid))), '{}')
                        FROM pg_policy AS p WHERE p.polrelid = c.oid),
           'definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)), '{}')
         FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT LIKE 'pg\\_%'
           AND n.nspname NOT IN ('information_schema', ${literal})),
       'routines', (
         SELECT coalesce(jsonb_object_agg(r.oid::regprocedure::text, md5(r.prosrc)), '{}')
         FROM pg_proc AS r JOIN pg_namespace AS n ON n.oid = r.pronamespace
         WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', ${literal})))
     RETURNING id INTO made;
     RETURN made;
   END $body$`,
];
