import type { StandIn } from '../stand-in.js';

/** A language whose functions can be declared and not called. */
const language = (name: string, version: string): StandIn => ({
  name,
  version,
  schema: 'pg_catalog',
  sql: `CREATE TRUSTED LANGUAGE ${name} HANDLER plpgsql_call_handler;`,
});

/** @see https://github.com/plv8/plv8 */
export const languages: readonly StandIn[] = [
  language('plv8', '3.1.10'),
  language('plcoffee', '3.1.10'),
  language('plls', '3.1.10'),
  language('pljava', '1.6.4'),
  language('plperl', '1.0'),
  language('plpython3u', '1.0'),
  language('pltcl', '1.0'),
];
