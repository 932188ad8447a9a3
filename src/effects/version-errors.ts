import type { ServerVersion } from '../core/server.js';
import { type FunctionCall, walk } from '../sql/expression.js';
import type { Operation } from '../sql/operation.js';
import type { CertainError } from './effects.js';
import type { EffectsEnvironment } from './environment.js';
import { expressionsIn } from './operation-expressions.js';

/** Functions that migrations call, by the version that brought them. */
const functionsSince: ReadonlyMap<string, ServerVersion> = new Map(
  Object.entries({
    gen_random_uuid: 13,
    bit_count: 14,
    date_bin: 14,
    range_agg: 14,
    string_to_table: 14,
    trim_array: 14,
    unistr: 14,
    regexp_count: 15,
    regexp_instr: 15,
    regexp_like: 15,
    regexp_substr: 15,
    any_value: 16,
    array_sample: 16,
    array_shuffle: 16,
    random_normal: 16,
    uuid_extract_timestamp: 17,
    uuid_extract_version: 17,
    array_reverse: 18,
    array_sort: 18,
    casefold: 18,
    crc32: 18,
    uuidv4: 18,
    uuidv7: 18,
  } as const),
);

/** What parses on every version and exists only on newer ones than the target: built-in functions, options of views. */
export function versionErrors(op: Operation, env: EffectsEnvironment): readonly CertainError[] {
  if (env.server.version >= 18) return [];
  if (op.kind === 'createView' || op.kind === 'setOptions') {
    const isNew = env.server.version < 15 && 'security_invoker' in op.options;
    const needs = { feature: 'the option security_invoker of views', version: 15 } as const;
    if (isNew) return [{ sqlstate: '22023', message: 'unrecognized parameter "security_invoker"', needs }];
  }
  return expressionsIn(op).flatMap((expression) =>
    [...walk(expression)].flatMap((part) => (part.kind === 'call' ? missingFunction(part, env) : [])),
  );
}

function missingFunction({ name }: FunctionCall, { server, catalog }: EffectsEnvironment): readonly CertainError[] {
  const since = functionsSince.get(name.name);
  if (since === undefined || server.version >= since) return [];
  if (name.schema !== undefined && name.schema !== 'pg_catalog') return [];
  // An extension or the project itself may have made one of that name.
  const isOwn = catalog.searchPath.some((schema) => catalog.routines({ schema, name: name.name }) !== 'absent');
  if (name.schema === undefined && (!catalog.complete || isOwn)) return [];
  const needs = { feature: `the function ${name.name}()`, version: since };
  return [{ sqlstate: '42883', message: `function ${name.name} does not exist`, needs }];
}
