import type { HistorySchema } from '../schema-name.js';

/** Closed to everybody but its owner, and to the roles that a Supabase project shows to the world by name too. */
export const privileges = ({ identifier: s, literal }: HistorySchema): readonly string[] => [
  `DO $body$
   DECLARE
     grantee text;
   BEGIN
     FOR grantee IN
       SELECT 'PUBLIC' UNION ALL
       SELECT quote_ident(r.rolname) FROM pg_catalog.pg_roles AS r WHERE r.rolname IN ('anon', 'authenticated')
     LOOP
       EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %s', ${literal}, grantee);
       EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %s', ${literal}, grantee);
       EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %s', ${literal}, grantee);
       EXECUTE format('REVOKE ALL ON ALL ROUTINES IN SCHEMA %I FROM %s', ${literal}, grantee);
     END LOOP;
   END $body$`,
  `COMMENT ON SCHEMA ${s} IS 'History of migrations, kept by pgairlock'`,
];
