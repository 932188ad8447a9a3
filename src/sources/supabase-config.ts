import { parse } from 'smol-toml';
import { PgairlockError } from '../core/error.js';
import { type ServerVersion, serverVersions } from '../core/server.js';

/** What `supabase/config.toml` says of the project's server and its Data API. */
export interface SupabaseSettings {
  readonly exposedSchemas: readonly string[];
  readonly server?: ServerVersion | undefined;
  /** Users may sign in without saying who they are. */
  readonly anonymousSignIn: boolean;
}

// What `supabase init` writes and what the API serves where the file does not say.
const defaultSchemas: readonly string[] = ['public', 'graphql_public'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isString = (value: unknown): value is string => typeof value === 'string';

const at = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);

/** @see https://supabase.com/docs/guides/local-development/cli/config */
export function readSupabaseConfig(toml: string | undefined, path: string): SupabaseSettings {
  const config = toml === undefined ? {} : parseToml(toml, path);
  const schemas = at(at(config, 'api'), 'schemas');
  const major = at(at(config, 'db'), 'major_version');
  return {
    exposedSchemas: at(at(config, 'api'), 'enabled') === false ? [] : toSchemas(schemas),
    server: serverVersions.find((version) => version === major),
    anonymousSignIn: at(at(config, 'auth'), 'enable_anonymous_sign_ins') === true,
  };
}

const toSchemas = (schemas: unknown): readonly string[] =>
  Array.isArray(schemas) ? schemas.filter(isString) : defaultSchemas;

function parseToml(toml: string, path: string): unknown {
  try {
    return parse(toml);
  } catch (cause) {
    const [reason = ''] = cause instanceof Error ? cause.message.split('\n') : [];
    throw new PgairlockError('config-unreadable', `${path} is not valid TOML: ${reason}`, { cause });
  }
}
