import { isBuiltinType } from '../catalog/builtin-types.js';
import type { Catalog } from '../catalog/catalog.js';
import type { Routine } from '../catalog/model.js';
import type { Edit } from '../core/edit.js';
import type { WrittenName } from '../core/name.js';
import { builtinVolatility } from '../effects/builtin-volatility.js';
import { isAggregateName } from '../sql/aggregates.js';
import { tokens } from '../sql/tokens.js';
import { isStatement } from './statement-fix.js';

// Extensions that bring no operators: those of others are found along the path, by signs that look built in.
const withoutOperators: ReadonlySet<string> = new Set([
  'plpgsql',
  'uuid-ossp',
  'pgcrypto',
  'pg_stat_statements',
  'supabase_vault',
  'pg_net',
  'http',
  'pg_cron',
  'pgmq',
  'pg_graphql',
  'moddatetime',
]);

const fromExtensions: ReadonlySet<string> = new Set(
  (
    'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuid_generate_v3 uuid_generate_v5 uuid_nil gen_random_bytes ' +
    'gen_salt gen_ulid digest hmac crypt'
  ).split(' '),
);

// They find what a text names along the path.
const byText = /^(?:nextval|currval|setval|to_reg|has_|pg_get_serial_sequence|pg_typeof|format|query_to|table_to)/;
// Variables have types that no list of names shows, and dynamic SQL may name anything.
const wordsInDoubt: ReadonlySet<string> = new Set(['declare', 'cast', 'execute', 'regclass', 'regproc', 'regtype']);

const isPlain = ({ schema, name }: WrittenName): boolean =>
  schema === 'auth' ||
  schema === 'pg_catalog' ||
  (schema === undefined &&
    (isAggregateName(name) || builtinVolatility(name) !== undefined) &&
    !fromExtensions.has(name));

function isFreeOfDoubt(body: string): boolean {
  let afterCast = false;
  for (const token of tokens(body, 0)) {
    const text = body.slice(token.start, token.end).toLowerCase();
    if (token.kind === 'word' && wordsInDoubt.has(text)) return false;
    if (afterCast && !isBuiltinType(text)) return false;
    afterCast = text === '::';
  }
  return true;
}

/** Each name in the body says its schema or is PostgreSQL's own, as far as the body shows. */
export function namesSchemas({ language, body, references }: Routine): boolean {
  if (body === undefined || (language !== 'plpgsql' && language !== 'sql') || references.dynamic) return false;
  const { relations, functions, types } = references;
  // Nothing at all is also what a body gives that cannot be read.
  if (relations.length + functions.length === 0) return false;
  return (
    relations.every(({ schema }) => schema !== undefined) &&
    functions.every((name) => name.schema !== undefined || (isPlain(name) && !byText.test(name.name))) &&
    types.every(({ schema, name }) => schema !== undefined || isBuiltinType(name))
  );
}

/**
 * Every name in the body is PostgreSQL's own or the platform's. Tables are none of that, not even by their full names:
 * the triggers and policies of a table run with the path of the function, and may need another.
 */
function needsNoPath({ language, body, references }: Routine): boolean {
  if (body === undefined || (language !== 'plpgsql' && language !== 'sql') || references.dynamic) return false;
  const { relations, functions, types } = references;
  // Nothing at all is also what a body gives that cannot be read.
  if (relations.length > 0 || functions.length === 0) return false;
  return (
    functions.every((name) => isPlain(name) && !byText.test(name.name)) &&
    types.every(({ schema, name }) => schema !== undefined || isBuiltinType(name)) &&
    isFreeOfDoubt(body)
  );
}

/**
 * `SET search_path = ''` at the end of CREATE FUNCTION, where that changes nothing: the body needs no path, and no extension
 * brings operators that are found along it.
 */
export function setEmptySearchPath(routine: Routine, catalog: Catalog, text: string): readonly Edit[] | undefined {
  const { span } = routine;
  if (span === undefined || !isStatement(text, span) || !needsNoPath(routine)) return undefined;
  for (const { name } of catalog.extensions()) if (!withoutOperators.has(name)) return undefined;
  return [{ span: { start: span.end, end: span.end }, text: " SET search_path = ''" }];
}
