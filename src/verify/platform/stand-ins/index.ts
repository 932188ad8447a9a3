import type { StandIn } from '../stand-in.js';
import { dblink, postgresFdw, wrappers } from './foreign-data.js';
import { pgGraphql } from './graphql.js';
import { http } from './http.js';
import { pgJsonschema } from './json-schema.js';
import { languages } from './languages.js';
import { hypopg, indexAdvisor, pgStatMonitor, plpgsqlCheck, silent } from './observers.js';
import { pgCron } from './pg-cron.js';
import { pgNet } from './pg-net.js';
import { pgjwt } from './pgjwt.js';
import { pgmq } from './pgmq.js';
import { pgsodium } from './pgsodium.js';
import { postgis } from './postgis.js';
import { supabaseVault } from './supabase-vault.js';
import { pgroonga, rum } from './text-search.js';
import { timescaledb } from './timescaledb.js';
import { vector } from './vector.js';

/** Everything that can be stood in for. A server that has the extension itself never sees its stand-in. */
export const standIns: readonly StandIn[] = [
  pgCron,
  pgNet,
  pgmq,
  supabaseVault,
  pgsodium,
  pgGraphql,
  pgjwt,
  pgJsonschema,
  http,
  vector,
  postgis,
  timescaledb,
  wrappers,
  postgresFdw,
  dblink,
  hypopg,
  indexAdvisor,
  pgStatMonitor,
  plpgsqlCheck,
  pgroonga,
  rum,
  ...languages,
  ...silent,
];

export const standInFor = (extension: string): StandIn | undefined => standIns.find(({ name }) => name === extension);
