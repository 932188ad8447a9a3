import type { StandIn } from '../stand-in.js';

/** Signatures are empty. @see https://github.com/michelp/pgjwt */
export const pgjwt: StandIn = {
  name: 'pgjwt',
  version: '0.2.0',
  requires: ['pgcrypto'],
  sql: String.raw`
CREATE FUNCTION url_encode(data bytea) RETURNS text LANGUAGE sql IMMUTABLE AS
  'SELECT translate(encode($1, ''base64''), E''+/=\n'', ''-_'')';
CREATE FUNCTION url_decode(data text) RETURNS bytea LANGUAGE sql IMMUTABLE AS
  'SELECT decode(rpad(translate($1, ''-_'', ''+/''), 4 * ((length($1) + 3) / 4), ''=''), ''base64'')';
CREATE FUNCTION algorithm_sign(signables text, secret text, algorithm text) RETURNS text LANGUAGE sql IMMUTABLE AS
  'SELECT ''''';
CREATE FUNCTION sign(payload json, secret text, algorithm text DEFAULT 'HS256') RETURNS text LANGUAGE sql IMMUTABLE AS
  'SELECT ''e30.e30.''';
CREATE FUNCTION verify(token text, secret text, algorithm text DEFAULT 'HS256')
RETURNS TABLE (header json, payload json, valid boolean) LANGUAGE sql IMMUTABLE AS
  'SELECT ''{}''::json, ''{}''::json, false';
`,
};
