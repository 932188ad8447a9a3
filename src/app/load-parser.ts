import type { ConfigFile } from '../config/schema.js';
import { PgairlockError } from '../core/error.js';
import type { Parser } from '../sql/parser.js';

/** Loads the parser that the config asks for, and nothing of the other one. */
export async function loadParser(name: ConfigFile['parser'] = 'libpg-query'): Promise<Parser> {
  if (name === 'pure-js') {
    throw new PgairlockError('not-available', 'The parser "pure-js" is not part of this version.');
  }
  const { loadLibpgQuery } = await import('../sql/libpg-query/adapter.js');
  return loadLibpgQuery();
}
