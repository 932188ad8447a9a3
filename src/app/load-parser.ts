import type { ConfigFile } from '../config/schema.js';
import type { Parser } from '../sql/parser.js';

/** Loads the parser that the config asks for, and nothing of the other one. */
export async function loadParser(name: ConfigFile['parser'] = 'libpg-query'): Promise<Parser> {
  if (name === 'pure-js') {
    const { pureJs } = await import('../sql/pure-js/adapter.js');
    return pureJs;
  }
  const { loadLibpgQuery } = await import('../sql/libpg-query/adapter.js');
  return loadLibpgQuery();
}
