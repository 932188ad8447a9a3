import type { StandIn } from '../stand-in.js';

/** Requests are queued and never sent. @see https://github.com/supabase/pg_net */
export const pgNet: StandIn = {
  name: 'pg_net',
  version: '0.14.0',
  sql: `
CREATE SCHEMA IF NOT EXISTS net;
CREATE DOMAIN net.http_method AS text CHECK (VALUE ILIKE 'get' OR VALUE ILIKE 'post' OR VALUE ILIKE 'delete');
CREATE TYPE net.request_status AS ENUM ('PENDING', 'SUCCESS', 'ERROR');
CREATE TYPE net.http_response AS (status_code integer, headers jsonb, body text);
CREATE TYPE net.http_response_result AS (status net.request_status, message text, response net.http_response);
CREATE UNLOGGED TABLE net.http_request_queue (
  id bigserial NOT NULL,
  method net.http_method NOT NULL,
  url text NOT NULL,
  headers jsonb NOT NULL,
  body bytea,
  timeout_milliseconds integer NOT NULL
);
CREATE UNLOGGED TABLE net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON net._http_response (created);
CREATE FUNCTION net.http_get(
  url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
  'INSERT INTO net.http_request_queue (method, url, headers, timeout_milliseconds)
   VALUES (''GET'', $1, $3, $4) RETURNING id';
CREATE FUNCTION net.http_post(
  url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
  headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
  'INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
   VALUES (''POST'', $1, $4, convert_to($2::text, ''UTF8''), $5) RETURNING id';
CREATE FUNCTION net.http_delete(
  url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000,
  body jsonb DEFAULT NULL
) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
  'INSERT INTO net.http_request_queue (method, url, headers, timeout_milliseconds)
   VALUES (''DELETE'', $1, $3, $4) RETURNING id';
CREATE FUNCTION net.http_collect_response(request_id bigint, async boolean DEFAULT true)
RETURNS net.http_response_result LANGUAGE sql AS
  'SELECT (''PENDING'', ''request is pending processing'', NULL)::net.http_response_result';
CREATE FUNCTION net._await_response(request_id bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION net.worker_restart() RETURNS boolean LANGUAGE sql AS 'SELECT true';
`,
};
