import type { ServerVersion } from '../core/server.js';

// The extensions that PostgreSQL ships with, by what their control files say. Others are for their packagers to decide.
const trusted = new Set(
  (
    'bool_plperl btree_gin btree_gist citext cube dict_int fuzzystrmatch hstore intarray isn jsonb_plperl lo ltree pgcrypto ' +
    'pg_trgm plperl plpgsql pltcl seg tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp'
  ).split(' '),
);
const untrusted = new Set(
  (
    'adminpack amcheck autoinc bloom dblink dict_xsyn earthdistance file_fdw hstore_plperl hstore_plpython3u insert_username ' +
    'intagg jsonb_plpython3u ltree_plpython3u moddatetime old_snapshot pageinspect pg_buffercache pg_freespacemap pg_logicalinspect ' +
    'pg_prewarm pg_stat_statements pg_surgery pg_visibility pg_walinspect pgrowlocks pgstattuple plperlu plpython3u pltclu ' +
    'postgres_fdw refint sslinfo xml2'
  ).split(' '),
);

/** It comes with PostgreSQL itself, in one version for each release. */
export const shipsWithServer = (extension: string): boolean => trusted.has(extension) || untrusted.has(extension);

/** Only a superuser may create it. Trusted extensions exist since PostgreSQL 13. */
export const needsSuperuser = (extension: string, version: ServerVersion): boolean =>
  untrusted.has(extension) || (version < 13 && trusted.has(extension) && extension !== 'plpgsql');
